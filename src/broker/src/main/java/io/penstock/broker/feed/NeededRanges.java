package io.penstock.broker.feed;

import java.util.Arrays;

/**
 * Collects the offsets that somebody still needs, as a limited number of ranges: beyond the limit, ranges that lie
 * close together are merged. The result then names more than is needed, never less. Not thread-safe.
 */
public final class NeededRanges {

    /** A mebibyte of bounds: far more than a move or a compaction of one segment can make use of. */
    static final int MAX_RANGES = 1 << 16;

    private final int maxRanges;
    private long[] bounds = new long[16];
    private int used;

    /** Ranges with fewer offsets than this between them are one. */
    private long granularity = 1;

    public NeededRanges() {
        this(MAX_RANGES);
    }

    NeededRanges(int maxRanges) {
        this.maxRanges = maxRanges;
    }

    /** Adds a range. Ranges come in ascending order: each begins at or after the one before. */
    public void add(long from, long to) {
        if (used > 0 && from - bounds[used - 1] < granularity) {
            bounds[used - 1] = Math.max(bounds[used - 1], to);
            return;
        }
        if (used == 2 * maxRanges) {
            coarsen();
            add(from, to);
            return;
        }
        if (used == bounds.length) {
            bounds = Arrays.copyOf(bounds, 2 * used);
        }
        bounds[used++] = from;
        bounds[used++] = to;
    }

    private void coarsen() {
        granularity *= 2;
        int kept = 2;
        for (int i = 2; i < used; i += 2) {
            if (bounds[i] - bounds[kept - 1] < granularity) {
                bounds[kept - 1] = Math.max(bounds[kept - 1], bounds[i + 1]);
            } else {
                bounds[kept++] = bounds[i];
                bounds[kept++] = bounds[i + 1];
            }
        }
        used = kept;
    }

    public long[] ranges() {
        return Arrays.copyOf(bounds, used);
    }

    /** Merges the ranges that one or the other needs. */
    public static long[] union(long[] one, long[] other) {
        if (one.length == 0 || other.length == 0) {
            return one.length == 0 ? other : one;
        }
        var union = new NeededRanges();
        int i = 0;
        int j = 0;
        while (i < one.length || j < other.length) {
            if (j == other.length || i < one.length && one[i] <= other[j]) {
                union.add(one[i], one[i + 1]);
                i += 2;
            } else {
                union.add(other[j], other[j + 1]);
                j += 2;
            }
        }
        return union.ranges();
    }
}
