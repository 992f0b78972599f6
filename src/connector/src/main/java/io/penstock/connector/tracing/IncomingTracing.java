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
 * Makes the spans of what a channel, or the handler of any other consumer, processes: one for each delivery, retries
 * included, or one for a batch. A span begins when the message is handed on, as a child of the span that sent it, and
 * ends with its ack or nack. That of a batch begins a trace of its own, with a link to each sender. What has failed
 * before has a link to its first attempt. It is safe for use by any thread.
 */
public final class IncomingTracing {

    private final boolean isOn;
    private final FirstAttempts attempts;

    /** The channel, its destination and its subscription; null where deliveries say all that. */
    private final String channel;

    private final String destination;
    private final String subscription;
    private final Tracer tracer;
    private final TextMapPropagator propagator;

    IncomingTracing(
            OpenTelemetry telemetry, FirstAttempts attempts, String channel, String destination, String subscription) {
        isOn = telemetry != OpenTelemetry.noop();
        this.attempts = attempts;
        this.channel = channel;
        this.destination = destination;
        this.subscription = subscription;
        tracer = telemetry.getTracer(Attributes.INSTRUMENTATION);
        propagator = telemetry.getPropagators().getTextMapPropagator();
    }

    /** No spans at all. */
    public static IncomingTracing off() {
        return new IncomingTracing(OpenTelemetry.noop(), new FirstAttempts(), null, null, null);
    }

    /** Whether there are spans. */
    boolean isOn() {
        return isOn;
    }

    /** Begins the span of one delivery. */
    public ProcessSpan begin(Delivery delivery) {
        if (!isOn) {
            return ProcessSpan.NONE;
        }
        var sender = senderOf(delivery);
        var message = delivery.message();
        var builder = span(delivery, "process", SpanKind.CONSUMER)
                .setParent(sender)
                .setAttribute(Attributes.MESSAGE_ID, message.id())
                .setAttribute(Attributes.PARTITION, Integer.toString(delivery.partition()))
                .setAttribute(Attributes.OFFSET, delivery.offset())
                .setAttribute(Attributes.ATTEMPT, (long) delivery.attempt());
        if (message.body() != null) {
            builder.setAttribute(Attributes.BODY_SIZE, (long) message.body().length);
        }
        conversation(message, builder);
        linkToFirst(delivery, builder);
        return begun(builder, sender, List.of(delivery));
    }

    /** Begins the span of a batch. */
    public ProcessSpan begin(List<Delivery> batch) {
        if (!isOn) {
            return ProcessSpan.NONE;
        }
        var builder = span(batch.get(0), "process", SpanKind.CONSUMER)
                .setNoParent()
                .setAttribute(Attributes.BATCH_COUNT, (long) batch.size());
        linkToSenders(batch, builder);
        return begun(builder, Context.root(), batch);
    }

    /** Makes the span of a receive, as a child of the current one of the calling thread, with links to the senders. */
    void received(List<Delivery> deliveries) {
        var builder = span(deliveries.get(0), "receive", SpanKind.CLIENT)
                .setAttribute(Attributes.BATCH_COUNT, (long) deliveries.size());
        linkToSenders(deliveries, builder);
        builder.startSpan().end();
    }

    private void linkToSenders(List<Delivery> deliveries, SpanBuilder builder) {
        for (var delivery : deliveries) {
            var sender = Span.fromContext(senderOf(delivery)).getSpanContext();
            if (sender.isValid()) {
                builder.addLink(sender);
            }
            linkToFirst(delivery, builder);
        }
    }

    private void linkToFirst(Delivery delivery, SpanBuilder builder) {
        var first = attempts.of(delivery);
        if (first != null) {
            builder.addLink(first, io.opentelemetry.api.common.Attributes.of(Attributes.LINK, "first-attempt"));
        }
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

    private SpanBuilder span(Delivery delivery, String operation, SpanKind kind) {
        var from = destination == null ? delivery.message().destination() : destination;
        return tracer.spanBuilder(operation + " " + from)
                .setSpanKind(kind)
                .setAttribute(Attributes.SYSTEM, Attributes.PENSTOCK)
                .setAttribute(Attributes.OPERATION_NAME, operation)
                .setAttribute(Attributes.OPERATION_TYPE, operation)
                .setAttribute(Attributes.DESTINATION, from)
                .setAttribute(Attributes.SUBSCRIPTION, subscription == null ? delivery.subscription() : subscription)
                .setAttribute(Attributes.CLIENT, channel == null ? delivery.consumer() : channel);
    }

    private ProcessSpan begun(SpanBuilder builder, Context parent, List<Delivery> deliveries) {
        var span = builder.startSpan();
        return new ProcessSpan(span, parent.with(span), parent, deliveries, attempts);
    }
}
