package io.penstock.journal.archive;

import java.util.Arrays;

/**
 * Holds a set of offsets of one partition as ranges.
 *
 * @param bounds the ranges in ascending order: from (inclusive) and to (exclusive) in turn
 */
public record OffsetRanges(long[] bounds) {

    /** Every offset that there can be. */
    public static final OffsetRanges ALL = new OffsetRanges(new long[] {0, Long.MAX_VALUE});

    boolean contains(long offset) {
        var found = Arrays.binarySearch(bounds, offset);
        // A bound that is found begins a range if its place is even; otherwise the place tells how many are before it.
        return found >= 0 ? startsAt(found) : (-found - 1) % 2 != 0;
    }

    /** The end of one range may be the beginning of the next. */
    private boolean startsAt(int place) {
        return place % 2 == 0 || place + 1 < bounds.length && bounds[place + 1] == bounds[place];
    }

    /** Counts the offsets of this set that are at or after one offset and before another. */
    long count(long from, long to) {
        var count = 0L;
        for (var i = firstEndingAfter(from); i < bounds.length && bounds[i] < to; i += 2) {
            count += Math.max(0, Math.min(to, bounds[i + 1]) - Math.max(from, bounds[i]));
        }
        return count;
    }

    /** The ranges that have an offset at or after one offset and before another, each of them whole. */
    public OffsetRanges within(long from, long to) {
        if (this == ALL) {
            return this;
        }
        var first = firstEndingAfter(from);
        var end = first;
        while (end < bounds.length && bounds[end] < to) {
            end += 2;
        }
        return new OffsetRanges(Arrays.copyOfRange(bounds, first, end));
    }

    /** The place of the first range that ends after an offset; the number of bounds if there is none. */
    private int firstEndingAfter(long offset) {
        var found = Arrays.binarySearch(bounds, offset);
        var place = Math.max(0, (found >= 0 ? found : -found - 1) - 2) & ~1;
        while (place < bounds.length && bounds[place + 1] <= offset) {
            place += 2;
        }
        return place;
    }

    public boolean isEmpty() {
        return bounds.length == 0;
    }
}
