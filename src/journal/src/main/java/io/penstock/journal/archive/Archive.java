package io.penstock.journal.archive;

import io.penstock.journal.PartitionPlan;
import io.penstock.journal.record.RecordBatch;
import io.penstock.journal.storage.Storage;

import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Map;

/** The face of the archive; its inside follows. */
public final class Archive implements AutoCloseable {

    private Archive() {}

    public static Archive open(Storage folder, ArchiveOptions options, InstantSource clock, ArchiveMarks marks) {
        throw new UnsupportedOperationException();
    }

    public void append(int partition, PartitionPlan plan, ByteBuffer batch, long[] living) {
        throw new UnsupportedOperationException();
    }

    public void moved(int partition, PartitionPlan plan, long endOffset) {
        throw new UnsupportedOperationException();
    }

    public void force() {
        throw new UnsupportedOperationException();
    }

    public ArchiveMarks marks() {
        throw new UnsupportedOperationException();
    }

    public void floor(ArchiveMarks older) {
        throw new UnsupportedOperationException();
    }

    public void expire(int partition, PartitionPlan plan, long firstNeeded) {
        throw new UnsupportedOperationException();
    }

    public void compact(int partition, PartitionPlan plan, Needed needed) {
        throw new UnsupportedOperationException();
    }

    public void drop(int partition) {
        throw new UnsupportedOperationException();
    }

    /** The batch with the first record at or after an offset; null if there is none. */
    public RecordBatch read(int partition, long offset) {
        throw new UnsupportedOperationException();
    }

    /** Everything below was removed or never needed moving; -1 if nothing of the partition was moved yet. */
    public long startOffset(int partition) {
        throw new UnsupportedOperationException();
    }

    /** The next offset to move; 0 if nothing of the partition was moved yet. */
    public long endOffset(int partition) {
        throw new UnsupportedOperationException();
    }

    public boolean hasRecords(int partition) {
        throw new UnsupportedOperationException();
    }

    /** The offset of the first record at or after a time; -1 if there is none. */
    public long offsetAt(int partition, long timestampMillis) {
        throw new UnsupportedOperationException();
    }

    /** The partitions that are not served, and why. */
    public Map<Integer, String> offline() {
        throw new UnsupportedOperationException();
    }

    public ArchiveStatistics statistics() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
