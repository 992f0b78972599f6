package io.penstock.broker.declaration;

import io.penstock.broker.destination.Catalog;
import io.penstock.broker.destination.LocalDestination;
import io.penstock.broker.guarantee.PreparedTransactions;

import java.util.function.BooleanSupplier;
import java.util.function.IntToLongFunction;

/**
 * Finds the ids of partitions that may be used again: those that belong to no destination, and to which nothing was
 * ever written. An id that has had records is not used again, because its records, or what is left of them in the
 * archive, would be taken for those of its next owner.
 */
public final class UnusedIds {

    private final Catalog catalog;
    private final DeclarationLog declarations;
    private final PreparedTransactions prepared;
    private final IntToLongFunction ends;
    private final BooleanSupplier isLoop;

    /**
     * @param ends of partitions in the log, whosever they are
     * @param isLoop whether the calling thread is a dispatch loop, which must not wait for those who send
     */
    public UnusedIds(
            Catalog catalog,
            DeclarationLog declarations,
            PreparedTransactions prepared,
            IntToLongFunction ends,
            BooleanSupplier isLoop) {
        this.catalog = catalog;
        this.declarations = declarations;
        this.prepared = prepared;
        this.ends = ends;
        this.isLoop = isLoop;
    }

    /** Collects the ids that were used and belong to nobody, when the log has been read and before anybody sends. */
    public void recovered() {
        for (int id = 0; id < catalog.nextPartitionId(); id++) {
            release(id);
        }
    }

    /**
     * Collects the ids of a deleted destination. Appends on their way to it are waited for, because one may be the
     * first record of a partition.
     */
    void deleted(LocalDestination destination) {
        if (isLoop.getAsBoolean()) {
            return; // The next start finds them.
        }
        catalog.routes().awaitOthers();
        declarations.awaitAppended();
        for (int i = 0; i < destination.partitionCount(); i++) {
            release(destination.partition(i).id());
        }
    }

    private void release(int id) {
        if (catalog.partition(id) == null && ends.applyAsLong(id) == 0 && !prepared.sendsTo(id)) {
            declarations.release(id);
        }
    }
}
