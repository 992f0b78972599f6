package io.penstock.journal.log;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/**
 * Spreads the work of moving over time: a quiet disk serves senders better than an archive that is up to date. The more
 * files wait, the more may be moved in a second, so that a backlog never grows for good.
 */
final class Throttle implements LongConsumer {

    /**
     * Bytes in a second for each file that waits: with one, a file of 64 MiB takes two seconds; with ten, as much as
     * most disks write.
     */
    static final long BYTES_PER_SECOND_AND_FILE = 32L << 20;

    private volatile boolean stopped;
    private int waitingFiles = 1;
    private long nextNanos = System.nanoTime();

    /** So many files are to be moved, the one at hand included. */
    void waiting(int files) {
        waitingFiles = Math.max(1, files);
    }

    /** Waits for as long as those bytes are worth. The mover calls it. */
    @Override
    public void accept(long bytes) {
        var now = System.nanoTime();
        // Time that was not used is not saved up: a burst is what this is here to prevent.
        nextNanos = Math.max(now, nextNanos)
                + bytes * TimeUnit.SECONDS.toNanos(1) / (BYTES_PER_SECOND_AND_FILE * waitingFiles);
        while (!stopped && nextNanos - System.nanoTime() > TimeUnit.MILLISECONDS.toNanos(1)) {
            LockSupport.parkNanos(this, nextNanos - System.nanoTime());
        }
    }

    /** Ends all waits, present and future. */
    void stop() {
        stopped = true;
    }
}
