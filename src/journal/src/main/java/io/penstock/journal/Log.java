package io.penstock.journal;

import io.penstock.journal.record.RecordBatch;
import io.penstock.journal.storage.DirectoryStorage;
import io.penstock.journal.storage.Storage;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/** The durable log of one data directory: what is young and what is old, as one. Safe for use by any thread. */
public final class Log implements AutoCloseable {

    private final Journal journal;

    private Log(Journal journal) {
        this.journal = journal;
    }

    /** As {@link #open(Storage, LogOptions, InstantSource, LogOwner, RecoveryProgress)}, in a directory. */
    public static Log open(Path directory, LogOptions options, InstantSource clock, LogOwner owner) {
        return open(DirectoryStorage.open(directory), options, clock, owner);
    }

    /** As {@link #open(Storage, LogOptions, InstantSource, LogOwner, RecoveryProgress)}, telling nobody. */
    public static Log open(Storage storage, LogOptions options, InstantSource clock, LogOwner owner) {
        return open(storage, options, clock, owner, RecoveryProgress.NONE);
    }

    /**
     * Recovers what is in a storage, which is closed with the log, and opens it for writing. The owner's state is
     * restored and brought up to date before this returns.
     *
     * @throws JournalException.UnusableDirectory if it is read-only, locked or of a newer format
     * @throws JournalException.Corrupted if bytes below the durable point are damaged, and not those of a partition alone
     */
    public static Log open(
            Storage storage, LogOptions options, InstantSource clock, LogOwner owner, RecoveryProgress progress) {
        return new Log(Journal.open(storage, options.journal(), clock, owner));
    }

    /** @see Journal#storeId() */
    public long storeId() {
        return journal.storeId();
    }

    /** @see Journal#incarnation() */
    public int incarnation() {
        return journal.incarnation();
    }

    /** @see Journal#append */
    public void append(Append append) {
        journal.append(append);
    }

    /** @see Journal#tryAppend */
    public boolean tryAppend(Append append) {
        return journal.tryAppend(append);
    }

    /** @see Journal#appendAndWait */
    public void appendAndWait(Append append) {
        journal.appendAndWait(append);
    }

    /**
     * The batch with the first record at or after an offset, or null if there is none up to the end offset. It may begin
     * with earlier records, and where records were removed it may begin with later ones.
     *
     * @throws IllegalArgumentException if the offset is negative or beyond the end offset
     * @throws JournalException.PartitionOffline if the partition's bytes are not what was written
     * @throws JournalException.NotOpen if the log is closed
     */
    public RecordBatch read(int partition, long offset) {
        return journal.read(partition, offset);
    }

    /** The oldest offset that can be read; the end offset if there is none. */
    public long startOffset(int partition) {
        return journal.startOffset(partition);
    }

    /** The offset that the next record will get, as far as told to the owner; 0 if nothing was ever written. */
    public long endOffset(int partition) {
        return journal.endOffset(partition);
    }

    /** The first offset whose record is of that time or later; the end offset if there is none. */
    public long offsetAt(int partition, long timestampMillis) {
        return endOffset(partition);
    }

    /** Partitions that cannot be read, and why. Others are served. */
    public Map<Integer, String> offline() {
        return Map.of();
    }

    /** @see Journal#statistics() */
    public JournalStatistics statistics() {
        return journal.statistics();
    }

    /** @see Journal#shortage() */
    public JournalException.StorageFull shortage() {
        return journal.shortage();
    }

    /** Why the log no longer writes, or null while it does. */
    public JournalException failure() {
        return journal.failure();
    }

    /** Why the background work got no further at its last try, or null. It tries again; senders go on. */
    public JournalException agingFailure() {
        return null;
    }

    /** One round of the background work, in the calling thread: for logs without a thread of their own for it. */
    public void age() {}

    /** @see Journal#close() */
    @Override
    public void close() {
        journal.close();
    }
}
