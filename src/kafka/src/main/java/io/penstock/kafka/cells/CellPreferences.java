package io.penstock.kafka.cells;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What the group says, told to the candidates of the cells, each change once. That an instance should own a cell is told
 * at once; that it should not, only when that was so for some time. Instances that come or go one after the other
 * move a cell once then, and not with each of them. One thread calls it, except for {@link #close}.
 */
public final class CellPreferences {

    private final List<? extends Consumer<Boolean>> candidates;
    private final long settledNanos;
    private final LongSupplier nanoTime;
    private final boolean[] told;

    /** When a cell was taken away for which that has not been told yet; 0 for none. */
    private final long[] takenNanos;

    private boolean isClosed;

    /**
     * Candidates are thought to be preferred at first, as they are before anybody has told them.
     *
     * @param candidates of the cells, in their order: each is told whether it should own its cell; must not block
     * @param settled how long a cell has to be taken away before that is told
     */
    public CellPreferences(List<? extends Consumer<Boolean>> candidates, Duration settled, LongSupplier nanoTime) {
        this.candidates = List.copyOf(candidates);
        this.settledNanos = settled.toNanos();
        this.nanoTime = nanoTime;
        told = new boolean[candidates.size()];
        Arrays.fill(told, true);
        takenNanos = new long[candidates.size()];
    }

    /** The group gives this instance these cells, and no other ones. */
    synchronized void told(Set<Integer> given) {
        long now = nanoTime.getAsLong();
        for (int cell = 0; cell < told.length; cell++) {
            if (given.contains(cell)) {
                takenNanos[cell] = 0;
                tell(cell, true);
            } else if (told[cell] && takenNanos[cell] == 0) {
                takenNanos[cell] = now == 0 ? 1 : now;
            }
        }
    }

    /** Nothing is known of the group any more: this instance contends for all cells, and keeps those that it has. */
    synchronized void unknown() {
        for (int cell = 0; cell < told.length; cell++) {
            takenNanos[cell] = 0;
            tell(cell, true);
        }
    }

    /** Tells what was so for long enough. It is called from time to time. */
    synchronized void settle() {
        long now = nanoTime.getAsLong();
        for (int cell = 0; cell < told.length; cell++) {
            if (takenNanos[cell] != 0 && now - takenNanos[cell] >= settledNanos) {
                takenNanos[cell] = 0;
                tell(cell, false);
            }
        }
    }

    private void tell(int cell, boolean isPreferred) {
        if (!isClosed && told[cell] != isPreferred) {
            told[cell] = isPreferred;
            candidates.get(cell).accept(isPreferred);
        }
    }

    /** Tells nothing more: whoever leaves the group goes on owning what it has until it is closed itself. */
    synchronized void close() {
        isClosed = true;
    }

    /** The cells that this instance should own, as far as that was told. */
    synchronized List<Integer> preferred() {
        var cells = new ArrayList<Integer>();
        for (int cell = 0; cell < told.length; cell++) {
            if (told[cell]) {
                cells.add(cell);
            }
        }
        return cells;
    }
}
