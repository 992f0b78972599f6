package io.penstock.connector;

import io.penstock.Delivery;
import io.penstock.connector.stream.Delivered;
import io.penstock.connector.stream.Forwarding;
import io.penstock.connector.tracing.ProcessSpan;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.providers.locals.ContextAwareMessage;
import org.eclipse.microprofile.reactive.messaging.Metadata;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A delivery as a message of Reactive Messaging, on a context of its own. Its payload is the body, or null if there is
 * none. It is settled once: whoever acks or nacks it again gets the outcome of the first time.
 */
final class IncomingPenstockMessage implements ContextAwareMessage<byte[]>, Delivered {

    private final Delivery delivery;
    private final IncomingChannel channel;
    private final DeliveryFlow flow;
    private final ProcessSpan span;
    private final byte[] payload;
    private final Metadata metadata;
    private final AtomicReference<CompletableFuture<Void>> outcome = new AtomicReference<>();

    /** Makes the message. This must happen on the channel's context, of which the message's own is a duplicate. */
    IncomingPenstockMessage(Delivery delivery, IncomingChannel channel, DeliveryFlow flow) {
        this.delivery = delivery;
        this.channel = channel;
        this.flow = flow;
        span = channel.tracing().begin(delivery);
        var from = IncomingPenstockMetadata.of(
                delivery, channel.commonName(), channel.isBroadcast() ? null : this, channel.readsCloudEvents());
        payload = from.payload();
        var all = new ArrayList<>(span.with(from));
        from.event().ifPresent(event -> all.add(event.metadata()));
        metadata = ContextAwareMessage.captureContextMetadata(all);
    }

    @Override
    public byte[] getPayload() {
        return payload;
    }

    @Override
    public Metadata getMetadata() {
        return metadata;
    }

    @Override
    public Function<Metadata, CompletionStage<Void>> getAckWithMetadata() {
        return ignored -> settle(this::accept);
    }

    @Override
    public BiFunction<Throwable, Metadata, CompletionStage<Void>> getNackWithMetadata() {
        return (reason, nackMetadata) -> settle(() -> refuse(reason, nackMetadata));
    }

    private CompletionStage<Void> accept() {
        span.accepted();
        var accepted = channel.acknowledge(List.of(delivery), flow);
        return accepted.toCompletableFuture().isDone() ? accepted : onMessageContext(accepted);
    }

    private CompletionStage<Void> refuse(Throwable reason, Metadata nackMetadata) {
        span.failed(Settlement.thrownByUser(reason));
        return onMessageContext(channel.settlement()
                .nack(delivery, reason, nackMetadata, channel)
                .whenComplete((nothing, failure) -> flow.settled(1)));
    }

    @Override
    public List<Delivery> deliveries() {
        return List.of(delivery);
    }

    @Override
    public void acceptedElsewhere() {
        if (outcome.compareAndSet(null, CompletableFuture.completedFuture(null))) {
            span.accepted();
            flow.settled(1);
        }
    }

    private CompletionStage<Void> settle(Supplier<CompletionStage<Void>> disposition) {
        var first = new CompletableFuture<Void>();
        if (!outcome.compareAndSet(null, first)) {
            return outcome.get();
        }
        return Forwarding.forward(disposition.get(), first);
    }

    private CompletionStage<Void> onMessageContext(CompletionStage<Void> stage) {
        return Uni.createFrom()
                .completionStage(stage)
                .emitOn(this::runOnMessageContext)
                .subscribeAsCompletionStage();
    }
}
