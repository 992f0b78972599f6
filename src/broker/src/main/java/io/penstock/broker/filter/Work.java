package io.penstock.broker.filter;

/** Counts the steps that filters have cost, and the messages that filters were given up for. Not thread-safe. */
public final class Work {

    private long steps;
    private long undecided;

    void add(long more) {
        steps += more;
    }

    void gaveUp() {
        undecided++;
    }

    public long steps() {
        return steps;
    }

    /** The steps since this was asked before. */
    public long takeSteps() {
        long taken = steps;
        steps = 0;
        return taken;
    }

    /** Takes the number of times that a filter was given up since the last call. */
    public long takeUndecided() {
        long taken = undecided;
        undecided = 0;
        return taken;
    }
}
