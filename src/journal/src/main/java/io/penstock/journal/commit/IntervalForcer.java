package io.penstock.journal.commit;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Forces writes that nobody asked to have forced, some time after they were written, beside the writer. It also forces
 * full files at once, if they are large, so that the disk is not idle while the writer fills the next.
 */
final class IntervalForcer {

    private final FrameLog log;
    private final long intervalNanos;
    private final Consumer<Throwable> failed;
    private final Thread thread = new Thread(this::run, "penstock-journal-forcer");
    private volatile boolean unforced;
    private volatile boolean closed;

    IntervalForcer(FrameLog log, long intervalMillis, Consumer<Throwable> failed) {
        this.log = log;
        this.failed = failed;
        intervalNanos = TimeUnit.MILLISECONDS.toNanos(intervalMillis);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Notes that something was written without a force. */
    void unforced() {
        if (!unforced) {
            unforced = true;
            LockSupport.unpark(thread);
        }
    }

    /** A file is full. */
    void fullFile() {
        if (log.isToBeForcedSoon()) {
            unforced = true;
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        while (!closed) {
            if (!unforced) {
                LockSupport.park(this);
                continue;
            }
            await(System.nanoTime() + intervalNanos);
            // This is reset before the force, so that what is written during it asks for the next one.
            unforced = false;
            try {
                log.force();
            } catch (IOException | RuntimeException e) {
                failed.accept(e);
                return;
            }
        }
    }

    private void await(long deadline) {
        for (var left = intervalNanos;
                left > 0 && !closed && !log.isToBeForcedSoon();
                left = deadline - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
    }

    void close() {
        closed = true;
        LockSupport.unpark(thread);
        JoinedThread.await(thread);
    }
}
