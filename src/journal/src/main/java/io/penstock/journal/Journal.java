package io.penstock.journal;

import java.nio.file.Path;
import java.time.InstantSource;

/** The durable log of one data directory. Safe for use by any thread. */
public final class Journal implements AutoCloseable {

    private Journal() {}

    /**
     * Locks the directory, recovers what is in it and opens it for writing. Everything found is told to the handler
     * before this returns.
     *
     * @throws JournalException.UnusableDirectory if it is read-only, locked or of a newer format
     * @throws JournalException.Corrupted if bytes below the durable point are damaged
     */
    public static Journal open(Path directory, JournalOptions options, InstantSource clock, FrameHandler handler) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Made when the directory was: identifies it among all others. Never zero. */
    public long storeId() {
        throw new UnsupportedOperationException("skeleton");
    }

    /**
     * Queues an append; appends of one thread are written in order. Waits while too much is queued already. Failures, a
     * closed journal included, are told to the append; only {@link JournalException.TooLarge} is thrown.
     */
    public void append(Append append) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** As {@link #append}, and waits until it completed. If nobody is writing, the calling thread writes. */
    public void appendAndWait(Append append) {
        throw new UnsupportedOperationException("skeleton");
    }

    /**
     * The batch that holds an offset, or null if the offset is the partition's end offset.
     *
     * @throws IllegalArgumentException if the offset is outside the partition
     */
    public RecordBatch read(int partition, long offset) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** The oldest offset that can be read; 0 for a partition that nothing was written to. */
    public long startOffset(int partition) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** The offset that the next record will get, as far as told to the handler. */
    public long endOffset(int partition) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Why the journal no longer writes, or null while it does. */
    public JournalException failure() {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Completes what is queued, forces it and unlocks the directory. Calling it again does nothing. */
    @Override
    public void close() {
        throw new UnsupportedOperationException("skeleton");
    }
}
