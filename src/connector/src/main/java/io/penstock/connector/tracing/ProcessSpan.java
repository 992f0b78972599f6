package io.penstock.connector.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.smallrye.reactive.messaging.TracingMetadata;

import java.util.List;

/** The span of a message, or of a batch, that is being processed; or none. It is safe for use by any thread. */
public final class ProcessSpan {

    static final ProcessSpan NONE = new ProcessSpan(null, null, null);

    private final Span span;
    private final Context context;
    private final Context parent;

    ProcessSpan(Span span, Context context, Context parent) {
        this.span = span;
        this.context = context;
        this.parent = parent;
    }

    /**
     * What the message has to carry besides its own metadata, so that stages, methods and what is sent because of it
     * are part of the trace.
     */
    public List<Object> with(Object metadata) {
        return span == null ? List.of(metadata) : List.of(metadata, TracingMetadata.with(context, parent));
    }

    public void accepted() {
        if (span != null) {
            span.end();
        }
    }

    public void failed(Throwable reason) {
        if (span != null) {
            Attributes.failed(span, reason);
            span.end();
        }
    }
}
