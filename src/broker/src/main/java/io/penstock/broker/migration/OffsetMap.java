package io.penstock.broker.migration;

import java.util.Arrays;

/**
 * Says where the records of one partition lie after they were copied: they keep their order, and have offsets that
 * follow each other from 0 on. An offset that has no record stands for the next one that has. Filled by one thread in
 * ascending order, and then immutable.
 */
final class OffsetMap {

    /** Runs of records with offsets that follow each other: where each begins, and how many records lie before it. */
    private long[] froms = new long[4];

    private long[] befores = new long[4];
    private int runs;
    private long count;
    private long next = -1;

    /** A record is copied that has this offset, behind those that were added before. */
    void add(long offset) {
        if (offset < next) {
            throw new IllegalArgumentException("Offset " + offset + " comes behind " + (next - 1) + ".");
        }
        if (offset != next) {
            if (runs == froms.length) {
                froms = Arrays.copyOf(froms, 2 * runs);
                befores = Arrays.copyOf(befores, 2 * runs);
            }
            froms[runs] = offset;
            befores[runs] = count;
            runs++;
        }
        next = offset + 1;
        count++;
    }

    /** The number of records. */
    long count() {
        return count;
    }

    /** Whether the record at that offset is copied. */
    boolean has(long offset) {
        int run = runOf(offset);
        return run >= 0 && offset - froms[run] < length(run);
    }

    /** The number of records that are copied and lie before that offset, which is where it lies itself. */
    long translated(long offset) {
        int run = runOf(offset);
        return run < 0 ? 0 : befores[run] + Math.min(offset - froms[run], length(run));
    }

    private long length(int run) {
        return (run + 1 < runs ? befores[run + 1] : count) - befores[run];
    }

    /** The last run that does not begin behind an offset; -1 if there is none. */
    private int runOf(long offset) {
        int found = Arrays.binarySearch(froms, 0, runs, offset);
        return found >= 0 ? found : -found - 2;
    }
}
