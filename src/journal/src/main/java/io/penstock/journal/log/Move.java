package io.penstock.journal.log;

import io.penstock.journal.JournalException;
import io.penstock.journal.archive.Archive;
import io.penstock.journal.archive.CleanupPolicy;
import io.penstock.journal.archive.OffsetRanges;
import io.penstock.journal.archive.PartitionPlan;
import io.penstock.journal.file.FileWindow;
import io.penstock.journal.file.JournalFile;
import io.penstock.journal.frame.BatchIndex;
import io.penstock.journal.frame.Partition;
import io.penstock.journal.record.BatchFormat;
import io.penstock.journal.young.YoungRecords;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.zip.CRC32C;

/**
 * Moves records that must be kept from journal files to the archive. Each file is read once from front to back,
 * whatever partitions its batches are of: one after the other, small batches of many partitions would take a read each.
 * Begun anew, it goes on where it was. For one thread.
 *
 * <p>A partition that cannot be moved is left out until the next {@link #begin}, since its records must be moved in
 * order; the others go on.
 */
final class Move {

    private final YoungRecords young;
    private final Archive archive;
    private final LogOwner owner;
    private final LongConsumer throttle;
    private final FileWindow window = new FileWindow();
    private final CRC32C crc = new CRC32C();

    /** The reasons why partitions were left out, by partition. */
    private final Map<Integer, String> leftOut = new HashMap<>();

    private JournalException failure;

    /** @param throttle is told of the bytes that were read, and may take its time */
    Move(YoungRecords young, Archive archive, LogOwner owner, LongConsumer throttle) {
        this.young = young;
        this.archive = archive;
        this.owner = owner;
        this.throttle = throttle;
    }

    /** Says what one partition has in the file. */
    private static final class Part {
        private final Partition partition;
        private final PartitionPlan plan;
        private final List<BatchIndex.Location> batches;

        /** The offset below which everything was moved before. */
        private final long done;

        /** The offsets whose records are to be moved. */
        private final OffsetRanges living;

        private int next;

        Part(
                Partition partition,
                PartitionPlan plan,
                List<BatchIndex.Location> batches,
                long done,
                OffsetRanges living) {
            this.partition = partition;
            this.plan = plan;
            this.batches = batches;
            this.done = done;
            this.living = living;
        }

        BatchIndex.Location batch() {
            return batches.get(next);
        }

        boolean isOver() {
            return next == batches.size();
        }

        long endOffset() {
            return batches.get(batches.size() - 1).endOffset();
        }
    }

    /** Begins with the oldest file that was not moved as a whole. */
    void begin() {
        leftOut.clear();
        failure = null;
    }

    /** The failure of the first partition that could not be moved since the move was begun; null if all could. */
    JournalException failure() {
        return failure;
    }

    /** The partitions that could not be moved since the move was begun, and why. */
    Map<Integer, String> leftOut() {
        return leftOut;
    }

    /** Notes a failure that concerns no single partition; the first one is kept. */
    void failed(JournalException cause) {
        failure = failure == null ? cause : failure;
    }

    /**
     * Moves what can be moved of one file; durable once the archive is forced.
     *
     * @throws JournalException if the file cannot be read at all, or the archive cannot be changed any more
     */
    void run(JournalFile file) {
        var parts = parts(file);
        window.open(file);
        while (!parts.isEmpty()) {
            var end = load(file, parts);
            for (var left = parts.listIterator(); left.hasNext(); ) {
                var part = left.next();
                try {
                    if (moveUpTo(end, part)) {
                        left.remove();
                    }
                } catch (RuntimeException | Error e) {
                    leaveOut(part.partition.id, e);
                    left.remove();
                }
            }
        }
    }

    private void leaveOut(int partition, Throwable cause) {
        if (cause instanceof JournalException.NotOpen closed) {
            throw closed;
        }
        var known = cause instanceof JournalException journal
                ? journal
                : new JournalException(
                        "Old records of partition " + partition + " could not be moved to the archive (" + cause
                                + "). If no library is missing, this is a defect.",
                        cause);
        leftOut.put(partition, known.getMessage());
        failed(known);
    }

    private List<Part> parts(JournalFile file) {
        var parts = new ArrayList<Part>();
        for (var partition : young.partitions().all()) {
            if (partition != null && !leftOut.containsKey(partition.id)) {
                try {
                    var part = part(partition, partition.index.in(file.number));
                    if (part != null) {
                        parts.add(part);
                    }
                } catch (RuntimeException | Error e) {
                    leaveOut(partition.id, e);
                }
            }
        }
        return parts;
    }

    /** Says what of a partition is to be moved; null if nothing is. */
    private Part part(Partition partition, List<BatchIndex.Location> batches) {
        var plan = batches.isEmpty() ? null : owner.plan(partition.id);
        if (plan == null) {
            return null;
        }
        var done = archive.endOffset(partition.id);
        var from = Math.max(done, batches.get(0).baseOffset());
        var to = batches.get(batches.size() - 1).endOffset();
        if (from >= to) {
            return null;
        }
        // This is asked as late as possible, because records that were settled meanwhile are never written again.
        var living = plan.cleanup() == CleanupPolicy.SETTLED
                ? new OffsetRanges(owner.needed(partition.id, from, to))
                : OffsetRanges.ALL;
        return new Part(partition, plan, batches, done, living);
    }

    /** Reads on from the first batch that is left; returns where what was read ends. */
    private long load(JournalFile file, List<Part> parts) {
        var first = parts.get(0).batch();
        for (var part : parts) {
            first = part.batch().position() < first.position() ? part.batch() : first;
        }
        var length = Math.min(Math.max(FileWindow.USUAL_BYTES, first.length()), file.bytes - first.position());
        try {
            window.at(first.position(), length);
        } catch (IOException e) {
            throw young.unreadable(first, e);
        }
        return first.position() + length;
    }

    /** Whether it is over with that. */
    private boolean moveUpTo(long end, Part part) {
        for (; !part.isOver(); part.next++) {
            var batch = part.batch();
            if (batch.position() + (long) batch.length() > end) {
                return false;
            }
            var alive = part.living.within(batch.baseOffset(), batch.endOffset());
            if (batch.endOffset() > part.done && !alive.isEmpty()) {
                archive.append(part.partition.id, part.plan, bytes(part.partition, batch), alive);
                throttle.accept(batch.length());
            }
        }
        archive.moved(part.partition.id, part.plan, part.endOffset());
        return true;
    }

    private ByteBuffer bytes(Partition partition, BatchIndex.Location batch) {
        try {
            var at = window.at(batch.position(), batch.length());
            var bytes = at < 0 ? null : window.buffer().slice(at, batch.length());
            if (bytes == null
                    || !BatchFormat.isIntact(bytes, crc)
                    || BatchFormat.baseOffset(bytes, 0) != batch.baseOffset()) {
                throw new JournalException.PartitionOffline(
                        partition.id, young.damaged(partition, batch).getMessage());
            }
            return bytes;
        } catch (IOException e) {
            throw young.unreadable(batch, e);
        }
    }
}
