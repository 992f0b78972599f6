package io.penstock.broker.destination;

import java.util.Arrays;

/**
 * The offsets of one partition that no record has, as ranges: the log used them for something else, or a repair found
 * them lost. Nobody has to read or settle them, so they count for no limit, lag or depth.
 *
 * <p>Immutable, and cheap to add to at the end: what is added there shares the memory of what was there before. Some
 * logs have a hole for every transaction.
 */
public final class Holes {

    public static final Holes NONE = new Holes(new long[0], 0, 0);

    private static final int FIRST_CAPACITY = 16;

    /**
     * From (inclusive) and to (exclusive) in turn, ascending; ranges neither touch nor overlap. Others may stand behind
     * those that are used.
     */
    private final long[] bounds;

    private final int used;
    private final long count;

    private Holes(long[] bounds, int used, long count) {
        this.bounds = bounds;
        this.used = used;
        this.count = count;
    }

    /** Takes a range. */
    @FunctionalInterface
    public interface Visitor {
        void range(long from, long to);
    }

    /** These offsets and those of the range. To be called by one thread for each partition. */
    Holes with(long from, long to) {
        if (from >= to) {
            return this;
        }
        return used == 0 || from > end() ? withLast(from, to) : withEarlier(from, to);
    }

    private Holes withLast(long from, long to) {
        // A place is free if nothing was written there: the end of a range is never 0.
        boolean isRoom = used < bounds.length && bounds[used + 1] == 0;
        var all = isRoom ? bounds : Arrays.copyOf(bounds, Math.max(FIRST_CAPACITY, 2 * used));
        all[used] = from;
        all[used + 1] = to;
        if (!isRoom) {
            Arrays.fill(all, used + 2, all.length, 0);
        }
        return new Holes(all, used + 2, count + to - from);
    }

    private Holes withEarlier(long from, long to) {
        var all = new long[used + 2];
        int at = 0;
        long first = from;
        long last = to;
        long known = 0;
        int i = 0;
        for (; i < used && bounds[i] <= last; i += 2) {
            if (bounds[i + 1] < first) {
                all[at++] = bounds[i];
                all[at++] = bounds[i + 1];
            } else {
                known += bounds[i + 1] - bounds[i];
                first = Math.min(first, bounds[i]);
                last = Math.max(last, bounds[i + 1]);
            }
        }
        all[at++] = first;
        all[at++] = last;
        System.arraycopy(bounds, i, all, at, used - i);
        return new Holes(all, at + used - i, count - known + last - first);
    }

    /** The same without the ranges that end at or below an offset; {@link #count} counts those still. */
    Holes from(long offset) {
        int first = firstEndingAbove(offset);
        return first == 0 ? this : new Holes(Arrays.copyOfRange(bounds, first, used), used - first, count);
    }

    /** Whether the next range that is added needs more memory. */
    boolean isFull() {
        return used == bounds.length;
    }

    /** Whether no range is left. */
    boolean isEmpty() {
        return used == 0;
    }

    /** How many offsets they are, with those of ranges that are left out by now. */
    public long count() {
        return count;
    }

    /** The offset behind the last of them; 0 if there is none. */
    public long end() {
        return used == 0 ? 0 : bounds[used - 1];
    }

    /** The offset behind the range that has this one; the offset itself if it is in none. */
    public long skip(long offset) {
        if (offset >= end()) {
            return offset;
        }
        int first = firstEndingAbove(offset);
        return bounds[first] <= offset ? bounds[first + 1] : offset;
    }

    /** Passes on the ranges that end above an offset. */
    public void forEachAbove(long offset, Visitor visitor) {
        for (int i = firstEndingAbove(offset); i < used; i += 2) {
            visitor.range(bounds[i], bounds[i + 1]);
        }
    }

    /** How many of them lie from that offset to that one (exclusive). */
    public long within(long from, long to) {
        long sum = 0;
        for (int i = firstEndingAbove(from); i < used && bounds[i] < to; i += 2) {
            sum += Math.min(to, bounds[i + 1]) - Math.max(from, bounds[i]);
        }
        return sum;
    }

    /** Where the first range begins in the bounds that ends above an offset; behind all if there is none. */
    private int firstEndingAbove(long offset) {
        int low = 0;
        int high = used / 2;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (bounds[2 * middle + 1] > offset) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return 2 * low;
    }

    long[] toBounds() {
        return Arrays.copyOf(bounds, used);
    }
}
