package io.penstock.broker;

import java.util.Arrays;

/**
 * Collects offsets, mostly neighbours in order, into few ranges without an object for each. Not thread-safe.
 */
final class RangeBuilder {

    private static final long[] NOTHING = new long[0];

    /** First and last offset of each run, in the order in which they came. */
    private long[] runs = NOTHING;

    private int used;

    boolean isEmpty() {
        return used == 0;
    }

    void add(long offset) {
        if (used > 0 && runs[used - 1] == offset - 1) {
            runs[used - 1] = offset;
            return;
        }
        if (used == runs.length) {
            runs = Arrays.copyOf(runs, Math.max(8, used * 2));
        }
        runs[used++] = offset;
        runs[used++] = offset;
    }

    /** @param to exclusive */
    void add(long from, long to) {
        add(from);
        runs[used - 1] = to - 1;
    }

    /** What was collected: from (inclusive) and to (exclusive) in turn, ascending and merged. Starts anew. */
    long[] take() {
        long[] ranges = used == 2 ? new long[] {runs[0], runs[1] + 1} : merged();
        used = 0;
        return ranges;
    }

    private long[] merged() {
        var byStart = new long[used / 2][];
        for (int i = 0; i < byStart.length; i++) {
            byStart[i] = new long[] {runs[2 * i], runs[2 * i + 1] + 1};
        }
        Arrays.sort(byStart, (a, b) -> Long.compare(a[0], b[0]));
        var ranges = new long[used];
        int end = 0;
        for (long[] run : byStart) {
            if (end > 0 && run[0] <= ranges[end - 1]) {
                ranges[end - 1] = Math.max(ranges[end - 1], run[1]);
            } else {
                ranges[end++] = run[0];
                ranges[end++] = run[1];
            }
        }
        return Arrays.copyOf(ranges, end);
    }
}
