package io.penstock.broker.entry;

import java.util.Arrays;

/**
 * Collects offsets, mostly neighbours in order, into few ranges without an object for each. Not thread-safe.
 */
public final class RangeBuilder {

    private static final long[] NOTHING = new long[0];

    /** The first and the last offset of each run, in the order in which they came. */
    private long[] runs = NOTHING;

    private int used;

    public boolean isEmpty() {
        return used == 0;
    }

    public void add(long offset) {
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
    public void add(long from, long to) {
        add(from);
        runs[used - 1] = to - 1;
    }

    /**
     * Takes the collected ranges and starts anew: from (inclusive) and to (exclusive) in turn, ascending and merged.
     */
    public long[] take() {
        long[] ranges = used == 2 ? new long[] {runs[0], runs[1] + 1} : merged();
        used = 0;
        return ranges;
    }

    /** Consumers that share a partition interleave: then there are as many runs as offsets. */
    private long[] merged() {
        var firsts = new long[used / 2];
        var lasts = new long[used / 2];
        for (int i = 0; i < firsts.length; i++) {
            firsts[i] = runs[2 * i];
            lasts[i] = runs[2 * i + 1];
        }
        // The covered offsets stay the same if the n-th first is paired with the n-th last, even where runs overlap.
        Arrays.sort(firsts);
        Arrays.sort(lasts);
        int end = 0;
        for (int i = 0; i < firsts.length; i++) {
            if (end == 0 || firsts[i] > runs[end - 1]) {
                runs[end++] = firsts[i];
                end++;
            }
            runs[end - 1] = lasts[i] + 1;
        }
        return Arrays.copyOf(runs, end);
    }
}
