package io.penstock.server.sample;

import java.util.BitSet;

/** Counts which numbers were seen, and how many of them again, with one bit for a number. It is safe for any thread. */
public final class Tally {

    private final BitSet seen = new BitSet();
    private long distinct;
    private long repeated;

    /** Whether the number is new; if not, it is counted as repeated. */
    public synchronized boolean add(int number) {
        if (seen.get(number)) {
            repeated++;
            return false;
        }
        seen.set(number);
        distinct++;
        return true;
    }

    public synchronized boolean contains(int number) {
        return seen.get(number);
    }

    public synchronized long distinct() {
        return distinct;
    }

    public synchronized long repeated() {
        return repeated;
    }
}
