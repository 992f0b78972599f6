package io.penstock.journal.archive;

/** Knows which offsets of a partition somebody still has to read or settle. */
@FunctionalInterface
public interface Needed {

    /**
     * The needed offsets from {@code from} to {@code to} (exclusive) as ranges: from (inclusive) and to (exclusive) in
     * turn, ascending.
     */
    long[] needed(long from, long to);
}
