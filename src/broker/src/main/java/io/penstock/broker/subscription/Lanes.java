package io.penstock.broker.subscription;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the partitions, and the readers of partitions, that take memory. Each lane counts. It is safe for any thread.
 */
public final class Lanes {

    private final AtomicLong partitions = new AtomicLong();
    private final AtomicLong readers = new AtomicLong();

    void add(long morePartitions, long moreReaders) {
        partitions.addAndGet(morePartitions);
        readers.addAndGet(moreReaders);
    }

    /** Partitions that there are. */
    public long partitions() {
        return partitions.get();
    }

    /** The number of readers: for each subscription, the partitions that it reads. */
    public long readers() {
        return readers.get();
    }
}
