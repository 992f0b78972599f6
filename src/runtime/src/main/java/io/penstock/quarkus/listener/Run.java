package io.penstock.quarkus.listener;

import io.penstock.Delivery;

import java.util.concurrent.CompletableFuture;

/** One run of a listener's method. It ends once: by itself, or abandoned because it takes too long. */
final class Run {

    private final Delivery delivery;
    private final long begunNanos;

    /** Where the method runs; null when it goes on without a thread of ours. */
    private Thread thread = Thread.currentThread();

    private CompletableFuture<?> result;
    private boolean ended;

    Run(Delivery delivery, long begunNanos) {
        this.delivery = delivery;
        this.begunNanos = begunNanos;
    }

    Delivery delivery() {
        return delivery;
    }

    long begunNanos() {
        return begunNanos;
    }

    /** The method has returned, and its result comes later. */
    synchronized void goesOn(CompletableFuture<?> future) {
        if (ended) {
            Thread.interrupted();
            future.cancel(true);
        }
        thread = null;
        result = future;
    }

    synchronized boolean isAlive() {
        return !ended;
    }

    /**
     * The method is done; false if the run was abandoned before. Then the interrupt, which came too late, is taken
     * back: the thread is not ours alone.
     */
    synchronized boolean end() {
        if (ended) {
            if (thread == Thread.currentThread()) {
                Thread.interrupted();
            }
            return false;
        }
        ended = true;
        return true;
    }

    /** Interrupts the method, or cancels what it returned; false if the run has ended. */
    boolean abandon() {
        CompletableFuture<?> cancelled;
        synchronized (this) {
            if (ended) {
                return false;
            }
            ended = true;
            if (thread != null) {
                thread.interrupt();
            }
            cancelled = result;
        }
        if (cancelled != null) {
            cancelled.cancel(true);
        }
        return true;
    }
}
