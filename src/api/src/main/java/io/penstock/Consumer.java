package io.penstock;

import java.util.Collection;
import java.util.concurrent.CompletionStage;

/** A consumer is a member of a subscription, which has its handler called. Safe for use by any thread. */
public interface Consumer extends AutoCloseable {

    /**
     * Allows that many more deliveries. What was allowed and not yet delivered adds up, to at most
     * {@link Long#MAX_VALUE}; without it nothing is delivered.
     *
     * @throws IllegalArgumentException if {@code deliveries} is not positive
     */
    void request(long deliveries);

    /** Takes back what was allowed and not yet delivered. Deliveries already on their way may still arrive. */
    void pause();

    /**
     * Takes back what was allowed and not yet delivered, but not before the broker has looked once more at what it has
     * for this consumer, and has delivered that. When this returns, nothing is on its way to the handler; only where
     * messages are settled first ({@link ConsumerOptions#settleFirst()}), some of them may still arrive. Not for a
     * handler, which would wait for itself.
     */
    void drain();

    /**
     * Accepts deliveries of this consumer together, which costs far less than to accept each by itself. The stage
     * completes when all are durable. It fails with {@link PenstockException.LeaseLost} if the lease of at least one
     * had ended; the others are accepted all the same, and durable then.
     */
    default CompletionStage<Void> acceptAsync(Collection<? extends Delivery> deliveries) {
        return Stages.all(deliveries.stream().map(Delivery::acceptAsync).toList())
                .thenApply(all -> null);
    }

    /** Accepts deliveries of this consumer together, and waits until all are durable; as {@link #acceptAsync}. */
    default void accept(Collection<? extends Delivery> deliveries) {
        Stages.await(acceptAsync(deliveries));
    }

    /** The options that this consumer joined with. */
    ConsumerOptions options();

    /**
     * Leaves the subscription. Deliveries without a disposition are released, which counts neither as an attempt nor as
     * a failure, and go to other consumers. When this returns, the handler is not called any more.
     */
    @Override
    void close();
}
