package io.penstock.connector.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.penstock.Delivery;
import io.smallrye.reactive.messaging.TracingMetadata;

import java.util.List;

/** The span of a message, or of a batch, that is being processed; or none. It is safe for use by any thread. */
public final class ProcessSpan {

    static final ProcessSpan NONE = new ProcessSpan(null, null, null, List.of(), null);

    private final Span span;
    private final Context context;
    private final Context parent;
    private final List<Delivery> deliveries;
    private final FirstAttempts attempts;

    ProcessSpan(Span span, Context context, Context parent, List<Delivery> deliveries, FirstAttempts attempts) {
        this.span = span;
        this.context = context;
        this.parent = parent;
        this.deliveries = deliveries;
        this.attempts = attempts;
    }

    /**
     * What the message has to carry besides its own metadata, so that stages, methods and what is sent because of it
     * are part of the trace.
     */
    public List<Object> with(Object metadata) {
        return span == null ? List.of(metadata) : List.of(metadata, TracingMetadata.with(context, parent));
    }

    /** The context in which the span is the current one. */
    Context context() {
        return context;
    }

    /** Notes what becomes of the deliveries; null if that is not known. */
    void disposition(String disposition) {
        if (disposition != null) {
            span.setAttribute(Attributes.DISPOSITION, disposition);
        }
    }

    public void accepted() {
        if (span != null) {
            deliveries.forEach(attempts::accepted);
            span.end();
        }
    }

    /** @param failed whether this run counts as one that has failed */
    void released(boolean failed) {
        if (failed) {
            remember();
        }
        span.end();
    }

    /** Given up without an exception. */
    void rejected(String description) {
        remember();
        span.setStatus(StatusCode.ERROR, String.valueOf(description));
        span.end();
    }

    private void remember() {
        deliveries.forEach(delivery -> attempts.failed(delivery, span.getSpanContext()));
    }

    public void failed(Throwable reason) {
        if (span != null) {
            remember();
            Attributes.failed(span, reason);
            span.end();
        }
    }
}
