package io.penstock.broker.declaration;

import io.penstock.Destination;
import io.penstock.PenstockException;
import io.penstock.broker.destination.Catalog;
import io.penstock.broker.destination.LocalDestination;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.guarantee.PreparedTransactions;

import java.util.BitSet;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Gives out ids of partitions, of which the log has room for so many, and takes back those of destinations that are
 * gone. An id is given out again when nothing can be taken for its next owner's: nobody sends to it any more, no
 * prepared transaction will, and the log has forgotten its records, in both checkpoints that a start may go on from.
 * Its offsets go on where they were, so whatever is named by partition and offset is never named so again. Safe for any
 * thread.
 */
public final class PartitionIds {

    /** Looking which ids the log has forgotten goes through all of these: not for each destination that is deleted. */
    static final int LOOK_AT = 1_024;

    private final Catalog catalog;
    private final EntryLog entries;
    private final PreparedTransactions prepared;
    private final Leftovers leftovers;
    private final BooleanSupplier isLoop;
    private final int most;
    private final FreeIds free = new FreeIds();

    /** Held while the log is made to forget, which one thread does for all. */
    private final Object reclaiming = new Object();

    /** Below it, all ids have been used; under the monitor. */
    private int next;

    /** Of destinations that are gone, as long as the log has something of them; under the monitor. */
    private final BitSet waiting = new BitSet();

    /** Of destinations that are gone, perhaps with messages on their way to them; under the monitor. */
    private final BitSet leaving = new BitSet();

    private int waitingSinceLook;

    /** What the log has left of partitions. */
    public interface Leftovers {

        /** Those of the partitions of which nothing is left, nor comes back by a restart. */
        BitSet forgotten(BitSet partitions);

        /** The next entry begins a journal file of its own. */
        void endFile();

        /** Lets go all that is not needed of what was written before this file. May take a while. */
        void ageAll();
    }

    /**
     * @param entries the log's
     * @param most how many there may be
     * @param next below it, all ids have been used
     * @param isLoop whether the calling thread is a dispatch loop, which must not wait for those who send
     */
    public PartitionIds(
            Catalog catalog,
            EntryLog entries,
            PreparedTransactions prepared,
            Leftovers leftovers,
            int most,
            int next,
            BooleanSupplier isLoop) {
        this.catalog = catalog;
        this.entries = entries;
        this.prepared = prepared;
        this.leftovers = leftovers;
        this.most = most;
        this.next = next;
        this.isLoop = isLoop;
    }

    /** All that was used and is nobody's, when the log has been read and before anybody sends. */
    public void recovered() {
        synchronized (this) {
            for (int id = 0; id < next; id++) {
                if (catalog.partition(id) == null) {
                    waiting.set(id);
                }
            }
        }
        look();
    }

    /**
     * The first of so many ids, which follow each other: used ones that are free again, if there are enough.
     *
     * @throws PenstockException.InvalidConfiguration if there are not so many
     */
    int take(Destination wanted, int count) {
        int first = take(count);
        if (first < 0) {
            throw full(wanted);
        }
        return first;
    }

    private int take(int count) {
        int first = tryTake(count);
        if (first < 0 && makeRoom(count)) {
            first = tryTake(count);
        }
        return first;
    }

    private synchronized int tryTake(int count) {
        int freed = free.take(count);
        if (freed >= 0 || count > most - next) {
            return freed;
        }
        int first = next;
        next += count;
        return first;
    }

    /** The first of so many ids of partitions that nobody else gets, not after a restart either. Waits for storage. */
    int setAside(int count) {
        int first = take(count);
        if (first < 0) {
            throw new PenstockException.Overloaded("The log has no room for " + count + " more partitions: " + left()
                    + " are left. Close temporary destinations, or use larger journal files.");
        }
        write(first + count);
        return first;
    }

    /** @throws PenstockException.InvalidConfiguration if there cannot be so many more partitions */
    void requireRoom(Destination wanted, int count) {
        if (!has(count) && !makeRoom(count)) {
            throw full(wanted);
        }
    }

    private PenstockException full(Destination wanted) {
        return new PenstockException.InvalidConfiguration("Destination '" + wanted.name() + "' asks for "
                + Descriptions.of(wanted) + "; the log has room for " + left()
                + " more partition(s), each lane of one counted. Use fewer, or larger journal files.");
    }

    private synchronized int left() {
        return Math.max(most - next, free.longest());
    }

    private boolean has(int count) {
        return left() >= count;
    }

    /** Returns whether there is room for so many now. Waits for storage, unless the caller is a dispatch loop. */
    private boolean makeRoom(int count) {
        look();
        if (has(count) || isLoop.getAsBoolean()) {
            return has(count);
        }
        synchronized (reclaiming) {
            awaitLeaving();
            look();
            if (!has(count) && isAnyWaiting()) {
                leftovers.endFile();
                write(1);
                leftovers.ageAll();
                look();
            }
        }
        return has(count);
    }

    private synchronized boolean isAnyWaiting() {
        return !waiting.isEmpty();
    }

    /** A destination is gone; what was on its way to it is waited for, unless the caller is a dispatch loop. */
    void deleted(LocalDestination destination) {
        synchronized (this) {
            for (int i = 0; i < destination.partitionCount(); i++) {
                leaving.set(destination.partition(i).id());
            }
        }
        if (isLoop.getAsBoolean()) {
            return; // Whoever comes next waits for both.
        }
        awaitLeaving();
        boolean isDue;
        synchronized (this) {
            isDue = waitingSinceLook >= LOOK_AT;
        }
        if (isDue) {
            look();
        }
    }

    private void awaitLeaving() {
        BitSet gone;
        synchronized (this) {
            gone = (BitSet) leaving.clone();
        }
        if (gone.isEmpty()) {
            return;
        }
        catalog.routes().awaitOthers();
        write(1);
        synchronized (this) {
            leaving.andNot(gone);
            waiting.or(gone);
            waitingSinceLook += gone.cardinality();
        }
    }

    /** When it returns, all that was appended before is in the log. Waits for storage. */
    private void write(int used) {
        entries.write(List.of(new Entry.IdsUsed(used, 1)));
    }

    private void look() {
        BitSet asked;
        synchronized (this) {
            waitingSinceLook = 0;
            asked = (BitSet) waiting.clone();
        }
        // Asked before the log is: a transaction that ends meanwhile has written all that it writes by then.
        asked.andNot(prepared.partitions());
        if (asked.isEmpty()) {
            return;
        }
        var forgotten = leftovers.forgotten(asked);
        synchronized (this) {
            forgotten.and(waiting);
            waiting.andNot(forgotten);
            free.addAll(forgotten);
        }
    }
}
