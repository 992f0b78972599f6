package io.penstock.journal.frame;

import io.penstock.journal.JournalException;
import io.penstock.journal.record.EncodedBatch;
import io.penstock.journal.record.EncodedRecord;
import io.penstock.journal.young.Journal;
import io.penstock.journal.young.JournalOptions;
import org.jboss.logging.Logger;

import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/**
 * Holds what one caller wants written, all of it or nothing: records for any number of partitions, and state entries.
 * An append is never split over two frames.
 *
 * <p>Filled by one thread, then handed to {@link Journal#append}; not to be touched again until it completed. Exactly
 * one of {@link #durable()} and {@link #failed} is called, once.
 */
public abstract class Append extends AppendItem {

    private static final Logger LOG = Logger.getLogger(Append.class);

    /** Takes what an append wants written, for a log with a format of its own. */
    public interface Parts {

        /** A record for the end of a partition. */
        void record(int partition, EncodedRecord record);

        /** Records for the end of a partition, with offsets that follow each other. */
        void batch(int partition, EncodedBatch batch);

        /** A state entry. */
        void entry(byte[] entry);
    }

    /**
     * The number of bytes at which senders begin another batch: a reader of one record should not have to read a
     * megabyte.
     */
    public static final int USUAL_BATCH_BYTES = FrameBuilder.BATCH_BYTES;

    /** Bytes that a batch takes in a frame beside its records. */
    public static final int BATCH_OVERHEAD_BYTES = FrameBuilder.BATCH_OVERHEAD_BYTES;

    private final boolean forced;
    private AppendItem lastItem;
    private int recordCount;
    private int highestPartition = -1;
    private long maxFrameBytes;

    /** The records and batches by their number; null as long as there is one at most. */
    private AppendItem[] records;

    private AppendItem firstRecord;

    /** The append that waits behind this one, or was handed over before it; it belongs to the queue and the writer. */
    public Append next;

    /** The bytes of this append and those below it on the stack; used by the queue. */
    public long stackedBytes;

    /** Whether this or one below it in the queue is to be forced. */
    public boolean stackedForced;

    private volatile boolean completed;
    private Thread waiter;

    /** @param forced true to complete only after a force to the device, false after the write */
    public Append(boolean forced) {
        this.forced = forced;
    }

    /**
     * Adds a record at the end of a partition.
     *
     * @param partition 0 or more; see {@link JournalOptions#maxPartitions()}
     */
    public final void addRecord(int partition, EncodedRecord record) {
        Objects.requireNonNull(record, "record");
        var item = newRecords(partition, FrameBuilder.maxBytesOfBatch(record));
        item.record = record;
    }

    /**
     * Adds records at the end of a partition, as they were serialised: they stay a batch of their own. A batch is read
     * as a whole, so make none much larger than {@link #USUAL_BATCH_BYTES} of several records.
     *
     * @param partition 0 or more; see {@link JournalOptions#maxPartitions()}
     */
    public final void addBatch(int partition, EncodedBatch batch) {
        Objects.requireNonNull(batch, "batch");
        var item = newRecords(partition, FrameBuilder.bytesOfBatch(batch));
        item.batch = batch;
    }

    private AppendItem newRecords(int partition, long maxBytes) {
        if (partition < 0) {
            throw new IllegalArgumentException("There is no partition " + partition + ": partitions count from 0.");
        }
        var item = newItem();
        item.partition = partition;
        maxFrameBytes += maxBytes;
        highestPartition = Math.max(highestPartition, partition);
        if (recordCount == 0) {
            firstRecord = item;
        } else {
            number(item);
        }
        recordCount++;
        return item;
    }

    /** Adds a state entry; it is applied after everything that was added before. */
    public final void addEntry(byte[] entry) {
        Objects.requireNonNull(entry, "entry");
        newItem().entry = entry;
        maxFrameBytes += FrameBuilder.bytesOfEntry(entry);
    }

    private AppendItem newItem() {
        if (lastItem == null) {
            lastItem = this;
        } else {
            var item = new AppendItem.Further();
            lastItem.nextInAppend = item;
            lastItem = item;
        }
        return lastItem;
    }

    private void number(AppendItem item) {
        if (records == null) {
            records = new AppendItem[8];
            records[0] = firstRecord;
        } else if (recordCount == records.length) {
            records = Arrays.copyOf(records, 2 * recordCount);
        }
        records[recordCount] = item;
    }

    /**
     * The offset that the record, or the first record of the batch, got that was added as number {@code index}: records
     * and batches count, from 0, and entries do not.
     */
    public final long offset(int index) {
        Objects.checkIndex(index, recordCount);
        return index == 0 ? firstRecord.offset : records[index].offset;
    }

    /** Passes on all that was added, in that order. */
    public final void forEach(Parts parts) {
        for (var item = lastItem == null ? null : (AppendItem) this; item != null; item = item.nextInAppend) {
            if (item.record != null) {
                parts.record(item.partition, item.record);
            } else if (item.batch != null) {
                parts.batch(item.partition, item.batch);
            } else {
                parts.entry(item.entry);
            }
        }
    }

    /**
     * Says what {@link #offset} is to tell of a number. A log calls this before {@link #succeed}.
     *
     * @param offset of the record, or of the first record of the batch
     */
    public final void placed(int index, long offset) {
        Objects.checkIndex(index, recordCount);
        (index == 0 ? firstRecord : records[index]).offset = offset;
    }

    /** Tells that it was written, and releases who waits. A log calls this or {@link #fail} once. It does not throw. */
    public final void succeed() {
        try {
            durable();
        } catch (RuntimeException | Error e) {
            LOG.error("A callback failed that was told of a durable append; the append itself is safe.", e);
        }
        complete();
    }

    /** Tells that it will not be written, or that nobody knows whether it is; otherwise as {@link #succeed} does. */
    public final void fail(JournalException cause) {
        try {
            failed(cause);
        } catch (RuntimeException | Error e) {
            LOG.error("A callback failed that was told of a failed append.", e);
        }
        complete();
    }

    /**
     * Is called when the append is as durable as was asked and its frame has been applied. The writer calls it: it must
     * not block.
     */
    public abstract void durable();

    /**
     * Is called when the append was refused, or when the journal failed on the way; then the next start shows whether
     * it was written. The writer or the appending thread calls it: it must not block.
     */
    public abstract void failed(JournalException cause);

    /**
     * Whether it is written even while free space is below the watermark: so that what is there can be settled, which
     * lets space be freed. Unless overridden, this holds for everything without records.
     */
    public boolean mayUseReserve() {
        return recordCount == 0;
    }

    /**
     * Whether it moves what was accepted before, such as a dead letter: the largest frame of now was not known then,
     * and does not hold for it. It gets a file of its own size if no other can take it.
     */
    public boolean isOfStored() {
        return false;
    }

    /**
     * Whether it may be found after a crash though an append before it is not, or the other way round. A log that does
     * not write everything into one file may send both at the same time then. Records without entries always may be.
     */
    public boolean standsAlone() {
        return false;
    }

    /** Whether its entries mean nothing any more when its records are deleted. */
    public boolean endsWithRecords() {
        return false;
    }

    public final boolean isForced() {
        return forced;
    }

    final boolean isEmpty() {
        return lastItem == null;
    }

    /** Bytes that it may take in a frame at most, whatever it shares that frame with. */
    public final long maxFrameBytes() {
        return maxFrameBytes;
    }

    public final int highestPartition() {
        return highestPartition;
    }

    /** Says who is to be woken when it completed; called before it is handed over. */
    public final void wakeUp(Thread thread) {
        waiter = thread;
    }

    public final boolean isCompleted() {
        return completed;
    }

    /** Releases threads that wait for this append; called after the callback. */
    private void complete() {
        var waiting = waiter;
        completed = true;
        if (waiting != null && waiting != Thread.currentThread()) {
            LockSupport.unpark(waiting);
        }
    }
}
