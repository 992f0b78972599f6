package io.penstock.kafka.cells;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * What the group says, told to the candidates of the cells. That an instance should own a cell is told at once; that it
 * should not, only when that was so for some time: instances that come or go one after the other move a cell once then,
 * and not with each of them. Who owns a cell all the same, because its owner was lost, is told again, and later each
 * time: the one that should own it may not be able to. One thread calls it, except for {@link #close}.
 */
public final class CellPreferences {

    /** A hint that moves nothing is repeated after twice the time, up to this many times twice. */
    private static final int MOST_DOUBLINGS = 8;

    /** A candidate of a cell. Its methods must not block. */
    public interface Candidate {

        /** Hints at whether this instance should own the cell. */
        void prefer(boolean isPreferred);

        /** Whether this instance owns the cell. */
        boolean owns();
    }

    private final List<Hint> hints;
    private final long settledNanos;
    private final LongSupplier nanoTime;
    private boolean isKnown;
    private boolean isClosed;

    /**
     * Candidates are thought not to be preferred at first.
     *
     * @param candidates of the cells, in their order
     * @param settled how long a cell has to be taken away before that is told
     */
    public CellPreferences(List<? extends Candidate> candidates, Duration settled, LongSupplier nanoTime) {
        this.settledNanos = settled.toNanos();
        this.nanoTime = nanoTime;
        hints = candidates.stream().map(Hint::new).toList();
    }

    /** What one candidate was told, and is to be told. */
    private final class Hint {

        private final Candidate candidate;
        private boolean isPreferred;

        /** Whether something is to be told later, and since when. */
        private boolean isTaken;

        private long sinceNanos;
        private int repeated;

        private Hint(Candidate candidate) {
            this.candidate = candidate;
        }

        private void given() {
            isTaken = false;
            repeated = 0;
            if (!isPreferred) {
                isPreferred = true;
                candidate.prefer(true);
            }
        }

        private void taken() {
            if (isPreferred && !isTaken) {
                begin();
            }
        }

        private void begin() {
            isTaken = true;
            sinceNanos = nanoTime.getAsLong();
        }

        private void settle() {
            if (!isPreferred && !isTaken && candidate.owns()) {
                begin();
            }
            if (isTaken && nanoTime.getAsLong() - sinceNanos >= settledNanos << repeated) {
                isTaken = false;
                boolean isRepeated = !isPreferred;
                isPreferred = false;
                if (!isRepeated || candidate.owns()) {
                    candidate.prefer(false);
                }
                repeated = isRepeated ? Math.min(MOST_DOUBLINGS, repeated + 1) : 0;
            }
        }
    }

    /** The group gives this instance these cells, and no other ones. */
    synchronized void told(Set<Integer> given) {
        if (isClosed) {
            return;
        }
        isKnown = true;
        for (int cell = 0; cell < hints.size(); cell++) {
            if (given.contains(cell)) {
                hints.get(cell).given();
            } else {
                hints.get(cell).taken();
            }
        }
    }

    /** Nothing is known of the group any more: this instance contends for all cells, and keeps those that it has. */
    synchronized void unknown() {
        if (!isClosed) {
            isKnown = false;
            hints.forEach(Hint::given);
        }
    }

    /** Tells what was so for long enough. It is called from time to time. */
    synchronized void settle() {
        if (isKnown && !isClosed) {
            hints.forEach(Hint::settle);
        }
    }

    /** Tells nothing more: whoever leaves the group goes on owning what it has until it is closed itself. */
    synchronized void close() {
        isClosed = true;
    }
}
