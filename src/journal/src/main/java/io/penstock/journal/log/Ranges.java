package io.penstock.journal.log;

import java.util.Arrays;

/** Ascending ranges of offsets, looked through once from front to back. */
final class Ranges {

    private final long[] bounds;
    private int next;

    /** @param bounds from (inclusive) and to (exclusive) in turn */
    Ranges(long[] bounds) {
        this.bounds = bounds;
    }

    /** Those that have an offset from one to another (exclusive), not below those that were asked for before. */
    long[] within(long from, long to) {
        while (next < bounds.length && bounds[next + 1] <= from) {
            next += 2;
        }
        var end = next;
        while (end < bounds.length && bounds[end] < to) {
            end += 2;
        }
        return Arrays.copyOfRange(bounds, next, end);
    }
}
