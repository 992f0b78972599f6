package io.penstock.quarkus.listener;

import io.penstock.Delivery;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One run of a listener method with one delivery, or with a batch of them. It ends once: by itself, or because it
 * takes too long and is abandoned.
 */
final class Run {

    private final List<Delivery> deliveries;
    private final long begunNanos;

    /**
     * The thread that runs the method; null when the method goes on asynchronously, without a thread of the listener.
     */
    private Thread thread = Thread.currentThread();

    private CompletableFuture<?> result;
    private boolean ended;

    Run(List<Delivery> deliveries, long begunNanos) {
        this.deliveries = deliveries;
        this.begunNanos = begunNanos;
    }

    List<Delivery> deliveries() {
        return deliveries;
    }

    long begunNanos() {
        return begunNanos;
    }

    /** Notes that the method has returned a result that completes later. */
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
     * Ends the run. The result is false if it was abandoned before. Then the interrupt is cleared, because it came too
     * late and the thread goes back to its pool.
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

    /**
     * Abandons the run: interrupts the method, or cancels the result that it returned. The result is false if the run
     * has ended.
     */
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
