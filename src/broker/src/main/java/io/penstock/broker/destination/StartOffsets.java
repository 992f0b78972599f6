package io.penstock.broker.destination;

import io.penstock.StartPosition;
import io.penstock.broker.loop.Outcomes;
import io.penstock.journal.JournalException;
import io.penstock.journal.log.Log;

import java.util.function.IntToLongFunction;

/**
 * Finds the offset in each partition at which a start position lies. It runs in the caller's thread; a search for a
 * time reads the log.
 */
public final class StartOffsets {

    private final IntToLongFunction starts;
    private final ByTime times;

    /** Finds the first record of a partition that was sent at that time or later. */
    @FunctionalInterface
    public interface ByTime {

        /** @throws JournalException.PartitionOffline if it cannot be read */
        long offsetAt(int partition, long millis);
    }

    public StartOffsets(Log log) {
        this(log::startOffset, log::offsetAt);
    }

    /** @param starts of partitions: the oldest offset that is still there */
    public StartOffsets(IntToLongFunction starts, ByTime times) {
        this.starts = starts;
        this.times = times;
    }

    /** The number of messages in a destination, settled or not. */
    public long messages(LocalDestination destination) {
        long messages = 0;
        for (int i = 0; i < destination.partitionCount(); i++) {
            var partition = destination.partition(i);
            long start = starts.applyAsLong(partition.id());
            long end = partition.endOffset();
            messages += end - start - partition.holes().within(start, end);
        }
        return messages;
    }

    public long[] offsets(LocalDestination destination, StartPosition position) {
        var offsets = new long[destination.partitionCount()];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = offset(destination.partition(i), position);
        }
        return offsets;
    }

    private long offset(PartitionLog partition, StartPosition position) {
        long start = starts.applyAsLong(partition.id());
        long end = partition.endOffset();
        long offset = switch (position.kind()) {
            case EARLIEST -> start;
            case LATEST -> end;
            case OFFSET -> position.offset();
            case TIME -> offsetAt(partition, position.time().toEpochMilli());
        };
        return Math.max(start, Math.min(end, offset));
    }

    private long offsetAt(PartitionLog partition, long millis) {
        try {
            return times.offsetAt(partition.id(), millis);
        } catch (JournalException.PartitionOffline e) {
            throw Outcomes.offline(partition.destination().name(), partition.index(), e.getMessage());
        }
    }
}
