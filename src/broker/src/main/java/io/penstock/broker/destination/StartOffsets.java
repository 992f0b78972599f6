package io.penstock.broker.destination;

import io.penstock.StartPosition;
import io.penstock.broker.loop.Outcomes;
import io.penstock.journal.JournalException;
import io.penstock.journal.log.Log;

/** Finds the offsets that a position means, by partition. In the caller's thread; looking for a time reads the log. */
public final class StartOffsets {

    private final Log log;

    public StartOffsets(Log log) {
        this.log = log;
    }

    public long[] offsets(LocalDestination destination, StartPosition position) {
        var offsets = new long[destination.partitionCount()];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = offset(destination.partition(i), position);
        }
        return offsets;
    }

    private long offset(PartitionLog partition, StartPosition position) {
        long start = log.startOffset(partition.id());
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
            return log.offsetAt(partition.id(), millis);
        } catch (JournalException.PartitionOffline e) {
            throw Outcomes.offline(
                    partition.destination().name(), partition.index(), e.getMessage());
        }
    }
}
