package io.penstock.journal;

import java.util.ArrayList;
import java.util.List;

/**
 * What one caller wants written, all of it or nothing: records for any number of partitions, and state entries. An
 * append is never split over two frames.
 *
 * <p>Filled by one thread, then handed to {@link Journal#append}; not to be touched again until it completed. Exactly one
 * of {@link #durable()} and {@link #failed} is called, once.
 */
public abstract class Append {

    private final boolean forced;
    private final List<Item> items = new ArrayList<>(1);

    /** One thing to write. */
    record Item(int partition, EncodedRecord record, byte[] entry) {}

    /** @param forced true to complete only after a force to the device, false after the write */
    protected Append(boolean forced) {
        this.forced = forced;
    }

    /** Adds a record at the end of a partition. */
    public final void addRecord(int partition, EncodedRecord record) {
        items.add(new Item(partition, record, null));
    }

    /** Adds a state entry; it is applied after everything that was added before. */
    public final void addEntry(byte[] entry) {
        items.add(new Item(-1, null, entry));
    }

    /** The offset that the record got that was added as number {@code index}, counting records only, from 0. */
    public final long offset(int index) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** It is as durable as was asked, and its frame has been applied. Called by the writer: must not block. */
    protected abstract void durable();

    /** It was not written, and never will be. Called by the writer: must not block. */
    protected abstract void failed(JournalException cause);
}
