package io.penstock;

import java.util.concurrent.CompletionStage;

/** A replay hands part of a destination to a handler again, beside all subscriptions. Safe for use by any thread. */
public interface Replay extends AutoCloseable {

    /**
     * Allows that many more deliveries, as {@link Consumer#request(long)} does.
     *
     * @throws IllegalArgumentException if {@code deliveries} is not positive
     */
    void request(long deliveries);

    /**
     * Waits until every message has been settled; returns how many were handed out and accepted. Not for its handler,
     * which would wait for itself.
     *
     * @throws PenstockException.Unavailable if the replay was cancelled
     */
    default long done() {
        return Stages.await(doneAsync());
    }

    /**
     * Completes when every message has been settled, with how many were handed out and accepted. Fails with
     * {@link PenstockException.Unavailable} if the replay was cancelled. Completed on a broker thread that must not be
     * blocked.
     */
    CompletionStage<Long> doneAsync();

    /** Cancels the replay, if it is not done. When this returns, the handler is not called any more. */
    @Override
    void close();
}
