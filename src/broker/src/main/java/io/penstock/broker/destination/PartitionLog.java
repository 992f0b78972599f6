package io.penstock.broker.destination;

import io.penstock.Receipt;
import io.penstock.journal.record.EncodedRecord;

import java.nio.charset.StandardCharsets;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/**
 * One partition of a destination: its place in the journal and what is known of it without reading. Written by the
 * journal's writer, read by any thread.
 */
public final class PartitionLog {

    private final LocalDestination destination;
    private final int index;
    private final int id;
    private final LongSupplier storeId;
    private final LongFunction<String> messageIds = this::messageId;
    private byte[] idPrefix;
    private volatile long endOffset;

    /**
     * @param index in the destination, from 0
     * @param id in the journal: unique in the store; used again by temporary destinations only
     * @param storeId known as soon as the journal is open
     */
    PartitionLog(LocalDestination destination, int index, int id, LongSupplier storeId) {
        this.destination = destination;
        this.index = index;
        this.id = id;
        this.storeId = storeId;
    }

    public LocalDestination destination() {
        return destination;
    }

    /** Where a record belongs that was routed to it, perhaps before the destination grew. Called within the guard. */
    public PartitionLog now(EncodedRecord record) {
        var table = destination.partitions();
        return table.growths().isEmpty() ? this : table.now(this, record.view().key());
    }

    public int index() {
        return index;
    }

    public int id() {
        return id;
    }

    /**
     * Where its old records lie in the archive: never that of another partition, since ids are not used again, or their
     * records never get that old.
     */
    public String folder() {
        return destination.name() + "/" + index + "-" + id;
    }

    /** The offset that the next record will get. */
    public long endOffset() {
        return endOffset;
    }

    public void endOffset(long offset) {
        endOffset = offset;
    }

    /** The id of a message whose sender gave none: made of where it lies, so that it need not be stored. */
    public String messageId(long offset) {
        int digits = 1;
        for (long rest = offset / 10; rest > 0; rest /= 10) {
            digits++;
        }
        byte[] prefix = idPrefix();
        var text = new byte[prefix.length + digits];
        System.arraycopy(prefix, 0, text, 0, prefix.length);
        long rest = offset;
        for (int at = text.length - 1; at >= prefix.length; at--) {
            text[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** Makes {@link #messageId}, when it is asked for. */
    public LongFunction<String> messageIds() {
        return messageIds;
    }

    /** @param id of the message, if its sender gave one */
    public Receipt receipt(String id, long offset) {
        return id == null
                ? new Receipt(messageIds, destination.name(), index, offset)
                : new Receipt(id, destination.name(), index, offset);
    }

    /** Made at first use; two threads may both make it, and make the same. */
    private byte[] idPrefix() {
        byte[] prefix = idPrefix;
        if (prefix == null) {
            prefix = (Long.toHexString(storeId.getAsLong()) + "-" + id + "-").getBytes(StandardCharsets.ISO_8859_1);
            idPrefix = prefix;
        }
        return prefix;
    }
}
