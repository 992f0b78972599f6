package io.penstock;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A delivery is one hand-out of one message to one consumer, under a lease that ends with exactly one disposition:
 * accepted, released, failed or rejected.
 *
 * <p>Dispositions may be given from any thread, in any order. Those whose names end in {@code Async} return a stage
 * that completes when the disposition is durable; the others wait for that, and are not for a {@link DeliveryHandler}.
 * Both fail with {@link PenstockException.LeaseLost} if the lease ended before (it expired, the consumer was closed, or
 * another disposition came first), and then the message may be delivered again.
 */
public interface Delivery {

    /** The largest size of the headers that a consumer may add to a dead letter. */
    int MAX_DEAD_LETTER_HEADER_BYTES = 16 << 10;

    /** The message, with its id, timestamp and headers. */
    Message message();

    String subscription();

    /** The name of the consumer that this was handed to. */
    String consumer();

    /**
     * The number of the partition that the message is in; with priorities, {@link Destination#partitionNumbers()}
     * explains it.
     */
    int partition();

    /** The position in the partition; the first is 0. */
    long offset();

    /** The number of this run: 1 for the first, one more for each run that failed. */
    int attempt();

    /** Hand-outs of any kind, this one included; expired leases and crashes count here only. */
    int deliveries();

    /**
     * Whether it was handed out before, or may have been: after a process was killed nobody knows what it had handed
     * out, so everything that lay in the partition then counts, though {@link #deliveries} may say 1.
     */
    default boolean redelivered() {
        return deliveries() > 1;
    }

    /**
     * The message has been processed; waits until that is durable. Costs less than to wait for the stage of {@link
     * #acceptAsync}, since an engine may do the work in the waiting thread; a {@link DeliveryHandler} of another
     * consumer may be called on it meanwhile, so hold no lock that one needs.
     *
     * @throws PenstockException.LeaseLost if the lease ended before
     * @throws IllegalStateException if a {@link DeliveryHandler} calls it on the thread that it was called on, where it
     *     would wait for itself; an engine may notice
     */
    default void accept() {
        Stages.await(acceptAsync());
    }

    /** The message has been processed. */
    CompletionStage<Void> acceptAsync();

    /** Gives the message back, and waits until that is durable; otherwise as {@link #releaseAsync}. */
    default void release(Duration delay, boolean countsAsAttempt) {
        Stages.await(releaseAsync(delay, countsAsAttempt));
    }

    /**
     * Gives the message back.
     *
     * @param delay before it may be delivered again; zero for at once
     * @param countsAsAttempt whether the run failed (true) or simply did not happen (false)
     */
    CompletionStage<Void> releaseAsync(Duration delay, boolean countsAsAttempt);

    /** Reports that the processing failed, as {@link #failAsync} does, and waits until that is durable. */
    default void fail(Throwable failure) {
        Stages.await(failAsync(failure));
    }

    /**
     * Reports that the processing failed. The subscription's retry policy decides between a delayed retry and a dead
     * letter.
     */
    CompletionStage<Void> failAsync(Throwable failure);

    /** The message can never be processed; waits until it is a dead letter. Otherwise as {@link #rejectAsync}. */
    default void reject(DeadLetterReason reason, String description, @Nullable Throwable failure) {
        Stages.await(rejectAsync(reason, description, failure));
    }

    /**
     * The message can never be processed: it becomes a dead letter.
     *
     * @param failure what was thrown; null if nothing was
     */
    CompletionStage<Void> rejectAsync(DeadLetterReason reason, String description, @Nullable Throwable failure);

    /**
     * The message can never be processed: it becomes a dead letter that has these headers in addition, in place of
     * those of the same names.
     *
     * @param failure what was thrown; null if nothing was
     * @param headers at most {@value #MAX_DEAD_LETTER_HEADER_BYTES} bytes of names and values together; the stage
     *     fails with {@link PenstockException.InvalidConfiguration} if there are more, or if a name is reserved for the
     *     broker
     */
    default CompletionStage<Void> rejectAsync(
            DeadLetterReason reason, String description, @Nullable Throwable failure, Headers headers) {
        return headers.isEmpty()
                ? rejectAsync(reason, description, failure)
                : CompletableFuture.failedFuture(new UnsupportedOperationException(
                        getClass().getName() + " cannot add headers to a dead letter."));
    }

    /** Extends the lease, and waits until that has happened; otherwise as {@link #renewAsync}. */
    default void renew(Duration lease) {
        Stages.await(renewAsync(lease));
    }

    /** Extends the lease, counted from now. Fails if the lease has already ended. */
    CompletionStage<Void> renewAsync(Duration lease);
}
