package io.penstock.broker.destination;

import io.penstock.PenstockException;
import io.penstock.Receipt;
import io.penstock.broker.record.Address;
import io.penstock.journal.record.EncodedRecord;

import java.util.function.IntToLongFunction;

/**
 * One partition of a destination: its id and its end in the log, which are known without reading. The journal's writer
 * changes it, any thread reads it.
 */
public final class PartitionLog {

    private final LocalDestination destination;
    private final Address address;
    private volatile long beginsAt;
    private volatile long endOffset;
    private volatile Holes holes = Holes.NONE;

    PartitionLog(LocalDestination destination, Address address) {
        this.destination = destination;
        this.address = address;
    }

    public LocalDestination destination() {
        return destination;
    }

    /**
     * The partition of a record that was routed here, perhaps before growth. Call this within the guard.
     *
     * @throws PenstockException.UnknownDestination if the destination was deleted meanwhile: its partitions may be
     *     those of others soon
     */
    public PartitionLog now(EncodedRecord record) {
        if (destination.isDeleted()) {
            throw new PenstockException.UnknownDestination(destination.name());
        }
        var table = destination.partitions();
        return table.growths().isEmpty() ? this : table.now(this, record.view().key());
    }

    /** The address by which its messages are named. */
    public Address address() {
        return address;
    }

    public int index() {
        return address.index();
    }

    public int id() {
        return address.id();
    }

    /** The offset of its first record: later than 0 if its id had another owner before. */
    public long beginsAt() {
        return beginsAt;
    }

    /** What lies below that offset belonged to others. Told before anybody reads it. */
    public void beginAt(long offset) {
        beginsAt = offset;
        endOffset = offset;
    }

    /** Offsets that no record has: all below the end offset, for whoever reads that first. */
    public Holes holes() {
        return holes;
    }

    /** These are what a snapshot has. */
    void restore(Holes all) {
        holes = all;
        destination.grown(-all.count());
    }

    /**
     * Offsets have no record, and it goes on behind them. It may be told again.
     *
     * @param starts of partitions: the oldest offset that is still there
     */
    void hole(long from, long to, IntToLongFunction starts) {
        var before = holes;
        // Where the oldest records are gone, nobody asks for holes between them.
        var all = (before.isFull() ? before.from(starts.applyAsLong(id())) : before).with(from, to);
        long end = Math.max(to, endOffset);
        long records = end - endOffset - (all.count() - before.count());
        holes = all;
        endOffset = end;
        if (records != 0) {
            destination.grown(records); // A repair may have lost what was counted before.
        }
        destination.holes(index(), all);
    }

    /** The offset behind the last record or hole. */
    public long endOffset() {
        return endOffset;
    }

    public void endOffset(long offset) {
        endOffset = offset;
    }

    /** @param messageId if the sender of the message gave one, or null */
    public Receipt receipt(String messageId, long offset) {
        return address.receipt(messageId, offset);
    }
}
