package io.penstock.jms.session;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * Keeps the state of a session or a connection from open to closed. Whoever closes it waits for the listeners that run;
 * until they return they may go on using it (sections 6.1.8 and 6.2.15), while it is closed at once for everybody else.
 * It is safe for any thread.
 */
final class Life {

    private enum State {
        OPEN,
        CLOSING,
        CLOSED
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Begins closing. The result is true for the caller that has to close; any other one only has to wait. */
    boolean beginClosing() {
        return state.compareAndSet(State.OPEN, State.CLOSING);
    }

    /** Notes that the listeners have returned, so that it is closed for everybody. */
    void closed() {
        state.set(State.CLOSED);
    }

    /** Notes that all that belongs to it has been released. */
    void ended() {
        state.set(State.CLOSED);
        ended.countDown();
    }

    /** Waits until it is closed. An interrupt of the thread is set again at the end. */
    void awaitEnd() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    ended.await();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Whether it is closed for the calling thread.
     *
     * @param inCallback whether the calling thread runs a listener
     */
    boolean isOver(BooleanSupplier inCallback) {
        return switch (state.get()) {
            case OPEN -> false;
            case CLOSING -> !inCallback.getAsBoolean();
            case CLOSED -> true;
        };
    }
}
