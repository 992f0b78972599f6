package io.penstock.journal.log;

import io.penstock.journal.commit.JoinedThread;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Runs one round of ageing after the other on a thread of its own. */
final class AgingThread {

    private final Aging aging;
    private final long roundNanos;
    private final Thread thread = new Thread(this::run, "penstock-log-aging");
    private volatile boolean closed;

    AgingThread(Aging aging, long roundMillis) {
        this.aging = aging;
        roundNanos = TimeUnit.MILLISECONDS.toNanos(roundMillis);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!closed) {
            aging.round();
            var deadline = System.nanoTime() + roundNanos;
            for (var left = roundNanos; left > 0 && !closed; left = deadline - System.nanoTime()) {
                LockSupport.parkNanos(this, left);
            }
        }
    }

    /** Waits for the round at hand, which was told to end. */
    void close() {
        closed = true;
        LockSupport.unpark(thread);
        JoinedThread.await(thread);
    }
}
