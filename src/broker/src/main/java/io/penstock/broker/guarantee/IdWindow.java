package io.penstock.broker.guarantee;

import io.penstock.broker.entry.IdHash;

import java.util.Arrays;

/**
 * The ids of a destination's last messages, oldest first, with the places of those messages. A ring of plain numbers
 * and a table that finds them by hash: no object for each id. Not thread-safe.
 */
public final class IdWindow {

    static final int NONE = -1;

    private static final int SMALLEST = 16;

    private final int maxIds;

    /** The ring, of which {@link #size} slots from {@link #first} on are in use. Its length is a power of two. */
    private long[] high = {};

    private long[] low = {};
    private long[] offsets = {};
    private long[] millis = {};
    private int[] partitions = {};
    private int first;
    private int size;

    /** Slots + 1 by hash, twice as many as the ring has; 0 is free. Collisions go to the next free place. */
    private int[] table = {};

    /** @param maxIds a power of two */
    IdWindow(int maxIds) {
        this.maxIds = maxIds;
    }

    public int size() {
        return size;
    }

    /** The slot of the newest message of that id, or {@link #NONE}; valid until the window changes. */
    int find(IdHash id) {
        if (size == 0) {
            return NONE;
        }
        int at = place(id.high(), id.low());
        return table[at] - 1;
    }

    long offset(int slot) {
        return offsets[slot];
    }

    /** The partition's index within the destination. */
    int partition(int slot) {
        return partitions[slot];
    }

    long millis(int slot) {
        return millis[slot];
    }

    IdHash id(int slot) {
        return new IdHash(high[slot], low[slot]);
    }

    /** The slot of the message of that age; 0 is the oldest. */
    int slot(int index) {
        return first + index & millis.length - 1;
    }

    /** Adds the newest id. The result is true if the oldest had to go for it. */
    boolean add(IdHash id, int partition, long offset, long sentAtMillis) {
        boolean full = size == maxIds;
        if (full) {
            removeOldest();
        } else if (size == millis.length) {
            grow();
        }
        int slot = slot(size++);
        high[slot] = id.high();
        low[slot] = id.low();
        partitions[slot] = partition;
        offsets[slot] = offset;
        millis[slot] = sentAtMillis;
        table[place(id.high(), id.low())] = slot + 1;
        return full;
    }

    /** Forgets everything that was sent at or before that time, from the oldest on. */
    void removeUntil(long sentAtMillis) {
        while (size > 0 && millis[first] <= sentAtMillis) {
            removeOldest();
        }
    }

    private void removeOldest() {
        int at = place(high[first], low[first]);
        // A later message of the same id has taken its place in the table.
        if (table[at] == first + 1) {
            free(at);
        }
        first = slot(1);
        size--;
    }

    /** Closes the gap, so that nothing behind it is lost to a search. */
    private void free(int freed) {
        int mask = table.length - 1;
        int gap = freed;
        int at = gap + 1 & mask;
        while (table[at] != 0) {
            int home = (int) high[table[at] - 1] & mask;
            if ((at - home & mask) >= (at - gap & mask)) {
                table[gap] = table[at];
                gap = at;
            }
            at = at + 1 & mask;
        }
        table[gap] = 0;
    }

    /** The place in the table where that id is, or would be. */
    private int place(long idHigh, long idLow) {
        int mask = table.length - 1;
        int at = (int) idHigh & mask;
        while (table[at] != 0 && (high[table[at] - 1] != idHigh || low[table[at] - 1] != idLow)) {
            at = at + 1 & mask;
        }
        return at;
    }

    private void grow() {
        int length = Math.max(SMALLEST, 2 * millis.length);
        high = unrolled(high, length);
        low = unrolled(low, length);
        offsets = unrolled(offsets, length);
        millis = unrolled(millis, length);
        var moved = new int[length];
        for (int i = 0; i < size; i++) {
            moved[i] = partitions[slotBefore(i)];
        }
        partitions = moved;
        first = 0;
        table = new int[2 * length];
        for (int i = 0; i < size; i++) {
            table[place(high[i], low[i])] = i + 1;
        }
    }

    private long[] unrolled(long[] ring, int length) {
        var moved = new long[length];
        for (int i = 0; i < size; i++) {
            moved[i] = ring[slotBefore(i)];
        }
        return moved;
    }

    /** The slot of an index while the window grows: the ring of partitions still has the old length. */
    private int slotBefore(int index) {
        return first + index & partitions.length - 1;
    }

    /** A copy of the present state, for another thread. */
    IdWindow copy() {
        var copy = new IdWindow(maxIds);
        copy.high = Arrays.copyOf(high, high.length);
        copy.low = Arrays.copyOf(low, low.length);
        copy.offsets = Arrays.copyOf(offsets, offsets.length);
        copy.millis = Arrays.copyOf(millis, millis.length);
        copy.partitions = Arrays.copyOf(partitions, partitions.length);
        copy.first = first;
        copy.size = size;
        return copy;
    }
}
