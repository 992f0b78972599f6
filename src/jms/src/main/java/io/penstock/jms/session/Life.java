package io.penstock.jms.session;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * The life of a session or a connection. Who closes it waits for the listeners that run, and until they return they may
 * go on using it (sections 6.1.8 and 6.2.15); for everybody else it is closed at once. Safe for any thread.
 */
final class Life {

    private enum State {
        OPEN,
        CLOSING,
        CLOSED
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Whether the caller is the one that closes it; another one has only to wait. */
    boolean beginClosing() {
        return state.compareAndSet(State.OPEN, State.CLOSING);
    }

    /** Its listeners have returned: now it is closed for everybody. */
    void closed() {
        state.set(State.CLOSED);
    }

    /** All that belongs to it has been given back. */
    void ended() {
        state.set(State.CLOSED);
        ended.countDown();
    }

    /** Waits until whoever closes it has done so; an interrupt of the thread is kept for later. */
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

    /** @param inCallback whether the calling thread runs a listener */
    boolean isOver(BooleanSupplier inCallback) {
        return switch (state.get()) {
            case OPEN -> false;
            case CLOSING -> !inCallback.getAsBoolean();
            case CLOSED -> true;
        };
    }
}
