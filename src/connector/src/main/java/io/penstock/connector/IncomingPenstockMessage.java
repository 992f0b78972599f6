package io.penstock.connector;

import io.penstock.Delivery;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.providers.locals.ContextAwareMessage;
import org.eclipse.microprofile.reactive.messaging.Metadata;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A delivery as a message of Reactive Messaging, on a context of its own. Its payload is the body, or null if there is
 * none.
 */
final class IncomingPenstockMessage implements ContextAwareMessage<byte[]> {

    private final Delivery delivery;
    private final IncomingChannel channel;
    private final DeliveryFlow flow;
    private final Metadata metadata;
    private final AtomicBoolean settled = new AtomicBoolean();

    /** Makes the message. This must happen on the channel's context, of which the message's own is a duplicate. */
    IncomingPenstockMessage(Delivery delivery, IncomingChannel channel, DeliveryFlow flow) {
        this.delivery = delivery;
        this.channel = channel;
        this.flow = flow;
        metadata = ContextAwareMessage.captureContextMetadata(IncomingPenstockMetadata.of(delivery));
    }

    @Override
    public byte[] getPayload() {
        return delivery.message().body();
    }

    @Override
    public Metadata getMetadata() {
        return metadata;
    }

    @Override
    public Function<Metadata, CompletionStage<Void>> getAckWithMetadata() {
        return ignored -> accept();
    }

    @Override
    public BiFunction<Throwable, Metadata, CompletionStage<Void>> getNackWithMetadata() {
        return (reason, ignored) -> settle(() -> channel.settlement().nack(delivery, reason, channel))
                .emitOn(this::runOnMessageContext)
                .subscribeAsCompletionStage();
    }

    private CompletionStage<Void> accept() {
        var settlement = channel.settlement();
        var accepted = settle(() -> settlement.ack(delivery));
        if (settlement.ackWaits()) {
            return accepted.emitOn(this::runOnMessageContext).subscribeAsCompletionStage();
        }
        accepted.subscribe().with(nothing -> {}, failure -> settlement.acceptanceFailed(delivery, failure));
        return CompletableFuture.completedFuture(null);
    }

    /**
     * Settles the delivery. The message stops counting as in flight when the disposition is durable, however often it
     * is settled.
     */
    private Uni<Void> settle(Supplier<CompletionStage<Void>> disposition) {
        return Uni.createFrom().completionStage(disposition).onTermination().invoke(() -> {
            if (settled.compareAndSet(false, true)) {
                flow.settled();
            }
        });
    }
}
