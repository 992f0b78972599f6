package io.penstock.server.backup;

import java.util.function.LongSupplier;

/**
 * Says how long a backup has to wait, so that it takes no more bytes a second than it may. It is for one backup, and
 * for one thread.
 */
public final class BackupPace {

    private static final double NANOS = 1e9;

    private final double bytesPerSecond;
    private final LongSupplier nanoTime;

    /** When all that was taken so far should have been taken. */
    private double due;

    private BackupPace(double bytesPerSecond, LongSupplier nanoTime) {
        this.bytesPerSecond = bytesPerSecond;
        this.nanoTime = nanoTime;
        due = nanoTime.getAsLong();
    }

    /** No waiting at all. */
    public static BackupPace unlimited() {
        return new BackupPace(Double.POSITIVE_INFINITY, () -> 0);
    }

    /** At most so many bytes in each second from now on; time in which nothing was taken is not made up for. */
    public static BackupPace of(long bytesPerSecond) {
        return of(bytesPerSecond, System::nanoTime);
    }

    static BackupPace of(long bytesPerSecond, LongSupplier nanoTime) {
        return new BackupPace(bytesPerSecond, nanoTime);
    }

    /** Counts bytes that were taken. */
    long nanosToWait(long bytes) {
        long now = nanoTime.getAsLong();
        due = Math.max(due, now) + bytes / bytesPerSecond * NANOS;
        return (long) (due - now);
    }
}
