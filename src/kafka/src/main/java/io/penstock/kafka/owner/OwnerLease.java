package io.penstock.kafka.owner;

import java.util.function.LongSupplier;

/**
 * The time for which an owner can be sure that nobody else owns the cell. It ends a while after the sending of the last
 * line of the journal that Kafka acknowledged. It is safe for any thread.
 */
public final class OwnerLease {

    private final long lengthNanos;
    private final LongSupplier nanoTime;
    private volatile long end;

    OwnerLease(long lengthNanos, LongSupplier nanoTime) {
        this.lengthNanos = lengthNanos;
        this.nanoTime = nanoTime;
        end = nanoTime.getAsLong() - 1;
    }

    /** Begins anew: it is certain that nobody else owned the cell when that was sent. */
    void begin(long sentNanos) {
        end = sentNanos + lengthNanos;
    }

    /**
     * A line that was sent at that time was acknowledged just now. That says nothing if the lease has ended meanwhile:
     * another owner may have begun before the line was written.
     */
    synchronized void acknowledged(long sentNanos) {
        long other = sentNanos + lengthNanos;
        if (holds() && other - end > 0) {
            end = other;
        }
    }

    /** Whether it has not ended. */
    public boolean holds() {
        return leftNanos() > 0;
    }

    /** The time until it ends in nanoseconds; 0 or less if it has ended. */
    public long leftNanos() {
        return end - nanoTime.getAsLong();
    }
}
