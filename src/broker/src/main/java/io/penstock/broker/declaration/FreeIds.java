package io.penstock.broker.declaration;

import java.util.BitSet;

/**
 * Keeps the ids of partitions that belong to no destination, and to which nothing was ever written. It is safe for any
 * thread.
 */
final class FreeIds {

    private final BitSet free = new BitSet();

    synchronized void add(int id) {
        free.set(id);
    }

    /** The first of so many ids, which follow each other and are free no longer; -1 if there are not so many. */
    synchronized int take(int count) {
        int from = free.nextSetBit(0);
        while (from >= 0) {
            int end = free.nextClearBit(from);
            if (end - from >= count) {
                free.clear(from, from + count);
                return from;
            }
            from = free.nextSetBit(end);
        }
        return -1;
    }

    synchronized int size() {
        return free.cardinality();
    }
}
