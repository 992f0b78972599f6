package io.penstock.broker.feed;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds how many records may be known that wait for their time, or for the end of it, in all partitions of a broker
 * together, by what the heap can hold. One partition has never more than are left for all the others, so that none can
 * take everything, and may always have a few. Safe for any thread.
 */
public final class ScheduledBound {

    /** Each is a time and an offset. */
    private static final int BYTES_OF_EACH = 16;

    /** That part of the largest heap: the rest is for everything else. */
    private static final int SHARE_OF_HEAP = 2;

    /** In any partition, however many others have: a kibibyte. */
    private static final int ALWAYS = 64;

    private final long most;
    private final AtomicLong known = new AtomicLong();

    public ScheduledBound(long maxHeapBytes) {
        most = maxHeapBytes / SHARE_OF_HEAP / BYTES_OF_EACH;
    }

    /** Whether a partition that has so many may have no more. */
    public boolean isReached(int size) {
        return size >= ALWAYS && size >= most - known.get();
    }

    public void changed(long by) {
        known.addAndGet(by);
    }

    /** How many are known. */
    public long known() {
        return known.get();
    }
}
