package io.penstock;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A pull consumer is a member of a subscription that gets messages when it asks for them, instead of having a handler
 * called. It holds nothing in advance: a message is taken from the subscription only while a receive waits for it. Safe
 * for use by any thread; several that receive at the same time take turns.
 */
public interface PullConsumer extends AutoCloseable {

    /** The largest number of messages that one receive returns. */
    int MAX_BATCH = 10_000;

    /**
     * Waits for the next delivery. When this returns empty, nothing is on its way to this consumer: what is sent then
     * goes to others, until it asks again. A delivery has to be settled like one that a handler gets.
     *
     * @param timeout how long to wait; zero for what is there now
     * @return the delivery; empty if none came in time, or the consumer was closed meanwhile
     * @throws InterruptedException if the thread was interrupted while it waited; a delivery that came at that moment
     *     is kept for the next receive
     * @throws PenstockException.Unavailable if the broker was closed or has failed, also while this waits
     * @throws IllegalStateException if this consumer is closed
     */
    Optional<Delivery> receive(Duration timeout) throws InterruptedException;

    /**
     * Waits for the next delivery, and returns with it those that can be had at once; otherwise as {@link
     * #receive(Duration)}.
     *
     * @param most 1 to {@value #MAX_BATCH} deliveries
     * @return 1 to {@code most} deliveries in their order; none if none came in time
     */
    List<Delivery> receive(int most, Duration timeout) throws InterruptedException;

    /** Accepts deliveries of this consumer together: {@link Consumer#acceptAsync}. */
    CompletionStage<Void> acceptAsync(Collection<? extends Delivery> deliveries);

    /** Accepts deliveries of this consumer together, and waits until all are durable: {@link Consumer#accept}. */
    default void accept(Collection<? extends Delivery> deliveries) {
        Stages.await(acceptAsync(deliveries));
    }

    /** The options that this consumer joined with. */
    ConsumerOptions options();

    /**
     * Leaves the subscription, and ends a receive that waits. Deliveries without a disposition are released, which
     * counts as nothing, and go to other consumers. Closing it again does nothing.
     */
    @Override
    void close();
}
