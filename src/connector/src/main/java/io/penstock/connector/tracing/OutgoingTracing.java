package io.penstock.connector.tracing;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.Receipt;
import io.penstock.spi.EngineMessage;
import io.smallrye.reactive.messaging.TracingMetadata;

import java.util.HashMap;
import java.util.function.Function;

/**
 * Makes the spans of what a channel or any other sender sends, and puts their context into the headers of the messages.
 * A span begins when the message is handed to the broker, as a child of what processes the message that it was made
 * from or else of the sender's current span, and ends with the receipt. It is safe for use by any thread.
 */
public final class OutgoingTracing {

    /** Is set while a message with a span of its own is handed to what would make another. */
    private static final ContextKey<Boolean> HAS_SPAN = ContextKey.named("penstock-has-span");

    private final boolean isOn;

    /** The channel; null for senders without a name. */
    private final String channel;

    private final Tracer tracer;
    private final TextMapPropagator propagator;

    OutgoingTracing(OpenTelemetry telemetry, String channel) {
        isOn = telemetry != OpenTelemetry.noop();
        this.channel = channel;
        tracer = telemetry.getTracer(Attributes.INSTRUMENTATION);
        propagator = telemetry.getPropagators().getTextMapPropagator();
    }

    /** No spans at all. */
    public static OutgoingTracing off() {
        return new OutgoingTracing(OpenTelemetry.noop(), "");
    }

    /** Whether there are spans. */
    public boolean isOn() {
        return isOn;
    }

    /** A message that is to be sent, with its context in its headers. */
    public record Traced(Message message, Span span) {

        /** The message is in a transaction, which decides later. */
        public Message inTransaction() {
            span.end();
            return message;
        }

        /** Sends the message through what may make spans itself: it makes none of this one. */
        public <R> R sendOnce(Function<Message, R> send) {
            try (var scope = Context.current().with(HAS_SPAN, true).makeCurrent()) {
                return send.apply(message);
            }
        }

        /**
         * Notes how the sending has ended.
         *
         * @param failure null if the receipt has come
         */
        public void ended(Receipt receipt, Throwable failure) {
            if (failure != null) {
                Attributes.failed(span, PenstockException.causeOf(failure));
            } else if (receipt != null) {
                span.setAttribute(Attributes.MESSAGE_ID, receipt.messageId());
            }
            span.end();
        }
    }

    /** @param source what came through the channel, of which the message was made */
    public Traced begin(org.eclipse.microprofile.reactive.messaging.Message<?> source, Message message) {
        if (!isOn) {
            return new Traced(message, Span.getInvalid());
        }
        return begun(
                message,
                TracingMetadata.fromMessage(source)
                        .map(TracingMetadata::getCurrentContext)
                        .orElseGet(Context::current));
    }

    /** Begins the span of a message that is sent by the calling thread, as a child of its current span. */
    public Traced begin(Message message) {
        return isOn && Context.current().get(HAS_SPAN) == null
                ? begun(message, Context.current())
                : new Traced(message, Span.getInvalid());
    }

    private Traced begun(Message message, Context parent) {
        var builder = tracer.spanBuilder("send " + message.destination())
                .setSpanKind(SpanKind.PRODUCER)
                .setParent(parent)
                .setAttribute(Attributes.SYSTEM, Attributes.PENSTOCK)
                .setAttribute(Attributes.OPERATION_NAME, "send")
                .setAttribute(Attributes.OPERATION_TYPE, "send")
                .setAttribute(Attributes.DESTINATION, message.destination());
        if (channel != null) {
            builder.setAttribute(Attributes.CLIENT, channel);
        }
        if (message.body() != null) {
            builder.setAttribute(Attributes.BODY_SIZE, (long) message.body().length);
        }
        var span = builder.startSpan();
        var fields = new HashMap<String, String>();
        propagator.inject(parent.with(span), fields, HashMap::put);
        var copy = EngineMessage.copyOf(message);
        fields.forEach(copy::header);
        return new Traced(copy.build(), span);
    }
}
