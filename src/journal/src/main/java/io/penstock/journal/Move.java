package io.penstock.journal;

import io.penstock.journal.archive.Archive;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.LongConsumer;

/** Moves what must live on from one journal file to the archive. Begun anew, it goes on where it was. */
final class Move {

    private final YoungRecords young;
    private final Archive archive;
    private final LogOwner owner;
    private final LongConsumer throttle;

    /** @param throttle is told of the bytes that were read, and may take its time */
    Move(YoungRecords young, Archive archive, LogOwner owner, LongConsumer throttle) {
        this.young = young;
        this.archive = archive;
        this.owner = owner;
        this.throttle = throttle;
    }

    /**
     * Moves it all; durable once the archive is forced.
     *
     * @throws JournalException.PartitionOffline if records of a partition cannot be read; then all others were moved
     */
    void run(JournalFile file) {
        JournalException.PartitionOffline offline = null;
        for (var partition : young.partitions().all()) {
            var batches = partition == null ? List.<BatchIndex.Location>of() : partition.index.in(file.number);
            var plan = batches.isEmpty() ? null : owner.plan(partition.id);
            if (plan != null) {
                try {
                    move(partition, plan, batches);
                } catch (JournalException.PartitionOffline e) {
                    offline = e;
                }
            }
        }
        if (offline != null) {
            throw offline;
        }
    }

    private void move(Partition partition, PartitionPlan plan, List<BatchIndex.Location> batches) {
        var done = archive.endOffset(partition.id);
        var to = batches.get(batches.size() - 1).endOffset();
        var from = Math.max(done, batches.get(0).baseOffset());
        if (from >= to) {
            return;
        }
        // Asked now and not before: what was settled meanwhile is never written again.
        var living = plan.cleanup() == Cleanup.SETTLED ? new Ranges(owner.needed(partition.id, from, to)) : null;
        for (var batch : batches) {
            var alive = living == null ? null : living.within(batch.baseOffset(), batch.endOffset());
            if (batch.endOffset() > done && (alive == null || alive.length > 0)) {
                archive.append(partition.id, plan, bytes(partition, batch), alive);
                throttle.accept(batch.length());
            }
        }
        archive.moved(partition.id, plan, to);
    }

    private ByteBuffer bytes(Partition partition, BatchIndex.Location batch) {
        try {
            return young.bytes(partition, batch);
        } catch (JournalException.Corrupted e) {
            throw new JournalException.PartitionOffline(partition.id, e.getMessage());
        }
    }
}
