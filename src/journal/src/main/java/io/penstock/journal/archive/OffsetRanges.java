package io.penstock.journal.archive;

import java.util.Arrays;

/** Offsets as ranges, from (inclusive) and to (exclusive) in turn, ascending; null for all that there are. */
record Ranges(long[] bounds) {

    boolean contains(long offset) {
        if (bounds == null) {
            return true;
        }
        var found = Arrays.binarySearch(bounds, offset);
        // A bound that is found begins a range if its place is even; otherwise the place tells how many are before it.
        return found >= 0 ? startsAt(found) : (-found - 1) % 2 != 0;
    }

    /** An end may be the next one's beginning. */
    private boolean startsAt(int place) {
        return place % 2 == 0 || place + 1 < bounds.length && bounds[place + 1] == bounds[place];
    }

    /** How many offsets from {@code from} to {@code to} (exclusive) there are in them. */
    long count(long from, long to) {
        if (bounds == null) {
            return to - from;
        }
        var count = 0L;
        var found = Arrays.binarySearch(bounds, from);
        var first = Math.max(0, (found >= 0 ? found : -found - 1) - 2) & ~1;
        for (var i = first; i + 1 < bounds.length && bounds[i] < to; i += 2) {
            count += Math.max(0, Math.min(to, bounds[i + 1]) - Math.max(from, bounds[i]));
        }
        return count;
    }

    boolean isEmpty() {
        return bounds != null && bounds.length == 0;
    }
}
