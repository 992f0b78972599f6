package io.penstock.connector.tracing;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.penstock.Delivery;
import io.penstock.Message;

import java.util.List;

/**
 * Makes the spans of what an incoming channel processes: one for each delivery, retries included, or one for a batch.
 * A span begins when the message is handed on, as a child of the span that sent it, and ends with its ack or nack. That
 * of a batch begins a trace of its own, with a link to each sender. It is safe for use by any thread.
 */
public final class IncomingTracing {

    private final boolean isOn;
    private final String channel;
    private final String destination;
    private final String subscription;
    private final Tracer tracer;
    private final TextMapPropagator propagator;

    IncomingTracing(OpenTelemetry telemetry, String channel, String destination, String subscription) {
        isOn = telemetry != OpenTelemetry.noop();
        this.channel = channel;
        this.destination = destination;
        this.subscription = subscription;
        tracer = telemetry.getTracer(Attributes.INSTRUMENTATION);
        propagator = telemetry.getPropagators().getTextMapPropagator();
    }

    /** No spans at all. */
    public static IncomingTracing off() {
        return new IncomingTracing(OpenTelemetry.noop(), "", "", "");
    }

    /** Begins the span of one delivery. */
    public ProcessSpan begin(Delivery delivery) {
        if (!isOn) {
            return ProcessSpan.NONE;
        }
        var sender = senderOf(delivery);
        var message = delivery.message();
        var builder = span().setParent(sender)
                .setAttribute(Attributes.MESSAGE_ID, message.id())
                .setAttribute(Attributes.PARTITION, Integer.toString(delivery.partition()))
                .setAttribute(Attributes.OFFSET, delivery.offset())
                .setAttribute(Attributes.ATTEMPT, (long) delivery.attempt());
        if (message.body() != null) {
            builder.setAttribute(Attributes.BODY_SIZE, (long) message.body().length);
        }
        conversation(message, builder);
        return begun(builder, sender);
    }

    /** Begins the span of a batch. */
    public ProcessSpan begin(List<Delivery> batch) {
        if (!isOn) {
            return ProcessSpan.NONE;
        }
        var builder = span().setNoParent().setAttribute(Attributes.BATCH_COUNT, (long) batch.size());
        for (var delivery : batch) {
            var sender = Span.fromContext(senderOf(delivery)).getSpanContext();
            if (sender.isValid()) {
                builder.addLink(sender);
            }
        }
        return begun(builder, Context.root());
    }

    private Context senderOf(Delivery delivery) {
        return propagator.extract(Context.root(), delivery.message().headers(), HeaderCarrier.INSTANCE);
    }

    private static void conversation(Message message, SpanBuilder builder) {
        var id = message.headers().get("JMSCorrelationID");
        if (id != null) {
            builder.setAttribute(Attributes.CONVERSATION, id);
        }
    }

    private SpanBuilder span() {
        return tracer.spanBuilder("process " + destination)
                .setSpanKind(SpanKind.CONSUMER)
                .setAttribute(Attributes.SYSTEM, Attributes.PENSTOCK)
                .setAttribute(Attributes.OPERATION_NAME, "process")
                .setAttribute(Attributes.OPERATION_TYPE, "process")
                .setAttribute(Attributes.DESTINATION, destination)
                .setAttribute(Attributes.SUBSCRIPTION, subscription)
                .setAttribute(Attributes.CLIENT, channel);
    }

    private static ProcessSpan begun(SpanBuilder builder, Context parent) {
        var span = builder.startSpan();
        return new ProcessSpan(span, parent.with(span), parent);
    }
}
