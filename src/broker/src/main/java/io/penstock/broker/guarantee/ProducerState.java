package io.penstock.broker.guarantee;

import io.penstock.broker.entry.EngineBounds;
import io.penstock.broker.entry.GuaranteeEntry;
import io.penstock.broker.entry.RecordPosition;
import io.penstock.broker.entry.UnreadableEntryException;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps what is known of one producer: its epoch, and its last numbers with the places of their messages, which change
 * by applying entries; and its messages that are on their way, in memory only. It is safe for any thread.
 */
public final class ProducerState {

    /** The epoch of one that is gone. */
    public static final long EXPIRED = Long.MAX_VALUE;

    /** The partition id of a message that an exchange has thrown away: there is no such partition. */
    public static final int NOWHERE = Integer.MAX_VALUE;

    private final int number;
    private final String id;

    /**
     * Held from the check of a number until its message is queued, so that the journal has them in order and nothing
     * of an older instance behind the opening of a newer one. The journal's writer never takes it.
     */
    public final ReentrantLock admission = new ReentrantLock();

    /** The number that is to come, those on their way counted. Raised under {@link #admission}. */
    public final AtomicLong next = new AtomicLong();

    /** Messages on their way to the journal, by number. */
    public final Map<Long, CompletableFuture<RecordPosition>> onTheWay = new ConcurrentHashMap<>();

    private volatile long epoch;
    private long lastUsedMillis;

    /**
     * The number of written messages, and the places of the last of them, as a ring by number. Places hold partition
     * ids.
     */
    private long written;

    private int[] partitionIds = new int[8];
    private long[] offsets = new long[8];

    public ProducerState(int number, String id) {
        this.number = number;
        this.id = id;
    }

    public int number() {
        return number;
    }

    public String id() {
        return id;
    }

    public long epoch() {
        return epoch;
    }

    public synchronized long lastUsedMillis() {
        return lastUsedMillis;
    }

    public synchronized long written() {
        return written;
    }

    public synchronized void opened(long newEpoch, long atMillis) {
        epoch = newEpoch;
        lastUsedMillis = Math.max(lastUsedMillis, atMillis);
    }

    public void expired() {
        epoch = EXPIRED;
    }

    public synchronized void sent(long sequence, int partitionId, long offset, long atMillis) {
        if (sequence != written) {
            throw new UnreadableEntryException(
                    "producer '" + id + "' goes on with number " + sequence + " after " + written + " messages");
        }
        if (written == offsets.length && offsets.length < EngineBounds.PRODUCER_RECEIPTS) {
            int length = Math.min(EngineBounds.PRODUCER_RECEIPTS, 2 * offsets.length);
            offsets = Arrays.copyOf(offsets, length);
            partitionIds = Arrays.copyOf(partitionIds, length);
        }
        int slot = (int) (sequence % offsets.length);
        partitionIds[slot] = partitionId;
        offsets[slot] = offset;
        written++;
        lastUsedMillis = Math.max(lastUsedMillis, atMillis);
    }

    /** A message that was on its way was not written: its number is the next one again. */
    public void notSent(long sequence, CompletableFuture<RecordPosition> place) {
        onTheWay.remove(sequence, place);
        next.accumulateAndGet(sequence, Math::min);
    }

    /**
     * The place of the message of that number, with the partition's id; null if that is not known any more, or not yet.
     */
    public synchronized RecordPosition place(long sequence) {
        if (sequence >= written || sequence < written - offsets.length) {
            return null;
        }
        int slot = (int) (sequence % offsets.length);
        return new RecordPosition(partitionIds[slot], offsets[slot]);
    }

    public synchronized GuaranteeEntry.ProducerKnown asEntry() {
        int count = (int) Math.min(written, offsets.length);
        var ids = new int[count];
        var places = new long[count];
        for (int i = 0; i < count; i++) {
            int slot = (int) ((written - count + i) % offsets.length);
            ids[i] = partitionIds[slot];
            places[i] = offsets[slot];
        }
        return new GuaranteeEntry.ProducerKnown(number, id, epoch, lastUsedMillis, written, ids, places);
    }

    public static ProducerState of(GuaranteeEntry.ProducerKnown known) {
        var state = new ProducerState(known.number(), known.id());
        int count = known.offsets().length;
        if (count > EngineBounds.PRODUCER_RECEIPTS) {
            throw new UnreadableEntryException("producer '" + known.id() + "' has " + count + " receipts");
        }
        int length = state.offsets.length;
        while (length < count) {
            length = Math.min(EngineBounds.PRODUCER_RECEIPTS, 2 * length);
        }
        // If there are fewer receipts than messages, the ring has been full, and so goes round at this length.
        state.offsets = new long[length];
        state.partitionIds = new int[length];
        for (int i = 0; i < count; i++) {
            int slot = (int) ((known.last() - count + i) % length);
            state.partitionIds[slot] = known.partitionIds()[i];
            state.offsets[slot] = known.offsets()[i];
        }
        state.written = known.last();
        state.next.set(known.last());
        state.opened(known.epoch(), known.lastUsedMillis());
        return state;
    }
}
