package io.penstock.broker.declaration;

import java.util.BitSet;

/**
 * Keeps the ids of partitions that belong to no destination, and to which nothing was ever written. It is safe for any
 * thread.
 */
final class FreeIds {

    private final BitSet free = new BitSet();

    synchronized void addAll(BitSet ids) {
        free.or(ids);
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

    /** How many there are that follow each other. */
    synchronized int longest() {
        int longest = 0;
        for (int from = free.nextSetBit(0); from >= 0; from = free.nextSetBit(from)) {
            int end = free.nextClearBit(from);
            longest = Math.max(longest, end - from);
            from = end;
        }
        return longest;
    }
}
