package io.penstock;

import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A member of a subscription. Safe for use by any thread. */
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
     * Accepts deliveries of this consumer together, which costs far less than to accept each by itself. The stage
     * completes when all are durable. It fails with {@link PenstockException.LeaseLost} if the lease of at least one
     * had ended; the others are accepted all the same, and durable then.
     */
    default CompletionStage<Void> accept(Collection<? extends Delivery> deliveries) {
        var accepted = deliveries.stream()
                .map(delivery -> delivery.accept().toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        var result = new CompletableFuture<Void>();
        CompletableFuture.allOf(accepted).whenComplete((all, failure) -> {
            if (failure == null) {
                result.complete(null);
            } else {
                result.completeExceptionally(failure.getCause() == null ? failure : failure.getCause());
            }
        });
        return result;
    }

    /** The options that this consumer joined with. */
    ConsumerOptions options();

    /**
     * Leaves the subscription. Deliveries without a disposition are released, which counts as nothing, and go to other
     * consumers. When this returns, the handler is not called any more.
     */
    @Override
    void close();
}
