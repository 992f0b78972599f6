package io.penstock.journal.young;

import io.penstock.journal.JournalException;
import io.penstock.journal.frame.BatchIndex;
import io.penstock.journal.frame.Partition;
import io.penstock.journal.frame.Partitions;
import io.penstock.journal.record.RecordBatch;

import java.io.IOException;

/** Reads the records in the journal files that are left, by partition. Any thread may use it. */
public final class YoungRecords {

    private final Partitions partitions;
    private final BatchReader reader;

    YoungRecords(Partitions partitions, BatchReader reader) {
        this.partitions = partitions;
        this.reader = reader;
    }

    public Partitions partitions() {
        return partitions;
    }

    /** Reads as {@link Journal#read} does. */
    RecordBatch read(int partition, long offset) {
        var end = endOffset(partition);
        var from = skipHole(partition, offset);
        if (from == end) {
            return null;
        }
        var batch = from < 0 || from > end ? null : find(partition, from);
        if (batch == null) {
            throw new IllegalArgumentException("Partition " + partition + " has no offset " + offset + ": it holds "
                    + startOffset(partition) + " to " + end + ", exclusive.");
        }
        return batch;
    }

    /** The batch that holds an offset, or null if it is not below the end, or not in the files that are left. */
    public RecordBatch find(int partition, long offset) {
        var found = partitions.get(partition);
        return found == null || offset >= found.index.endOffset() ? null : reader.read(found, offset);
    }

    /** Makes the exception for a batch that is not what was written. */
    public JournalException damaged(Partition partition, BatchIndex.Location batch) {
        return reader.damaged(partition, batch);
    }

    /** Makes the exception for a batch that the disk did not give. */
    public JournalException unreadable(BatchIndex.Location batch, IOException failure) {
        return reader.unreadable(batch, failure);
    }

    /** The first offset whose record is of that time or later; -1 if there is none. */
    public long offsetAt(int partition, long timestampMillis) {
        var found = partitions.get(partition);
        var location = found == null ? null : found.index.findTime(timestampMillis);
        var batch = location == null ? null : reader.read(found, location.baseOffset());
        if (batch != null) {
            for (var record : batch) {
                if (record.timestampMillis() >= timestampMillis) {
                    return record.offset();
                }
            }
        }
        return -1;
    }

    /** The oldest offset that can be read; for a partition that nothing was written to, where it will begin. */
    public long startOffset(int partition) {
        var found = partitions.get(partition);
        return found == null ? partitions.firstOffset() : found.index.startOffset();
    }

    /** The first offset at or after that one that is not known to be lost. */
    public long skipHole(int partition, long offset) {
        var found = partitions.get(partition);
        return found == null ? offset : found.index.skipHole(offset);
    }

    public long endOffset(int partition) {
        var found = partitions.get(partition);
        return found == null ? partitions.firstOffset() : found.index.endOffset();
    }
}
