package io.penstock;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * One hand-out of one message to one consumer, under a lease that ends with exactly one disposition.
 *
 * <p>Dispositions may be given from any thread, in any order. Each returns a stage that completes when the disposition
 * is durable; it fails with {@link PenstockException.LeaseLost} if the lease ended before (it expired, the consumer was
 * closed, or another disposition came first), and then the message may be delivered again.
 */
public interface Delivery {

    /** The message, with its id, timestamp and headers. */
    Message message();

    String subscription();

    /** The name of the consumer that this was handed to. */
    String consumer();

    /**
     * Which partition it lies in; where there are lanes, {@link Destination#partitionNumbers()} says how to read it.
     */
    int partition();

    /** The position in the partition; the first is 0. */
    long offset();

    /** Which run this is: 1 for the first, one more for each run that failed. */
    int attempt();

    /** Hand-outs of any kind, this one included; expired leases and crashes count here only. */
    int deliveries();

    /** The message has been processed. */
    CompletionStage<Void> accept();

    /**
     * The message has been processed, and the caller waits until that is durable. Costs less than to wait for the stage
     * of {@link #accept}, since an engine may do the work in the waiting thread; a {@link DeliveryHandler} of another
     * consumer may be called on it meanwhile, so hold no lock that one needs.
     *
     * @throws PenstockException.LeaseLost if the lease ended before
     * @throws IllegalStateException if a {@link DeliveryHandler} calls it on the thread that it was called on, where it
     *     would wait for itself; an engine may notice
     */
    default void acceptAndWait() {
        Stages.await(accept());
    }

    /**
     * Give the message back.
     *
     * @param delay before it may be delivered again; zero for at once
     * @param countsAsAttempt whether the run failed (true) or simply did not happen (false)
     */
    CompletionStage<Void> release(Duration delay, boolean countsAsAttempt);

    /** The run failed: the subscription's retry policy decides between a delayed retry and a dead letter. */
    CompletionStage<Void> fail(Throwable failure);

    /**
     * The message can never be processed: make it a dead letter.
     *
     * @param failure what was thrown, or null
     */
    CompletionStage<Void> reject(DeadLetterReason reason, String description, Throwable failure);

    /** Extends the lease, counted from now. Fails if the lease has already ended. */
    CompletionStage<Void> renew(Duration lease);
}
