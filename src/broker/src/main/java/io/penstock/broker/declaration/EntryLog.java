package io.penstock.broker.declaration;

import io.penstock.PenstockException;
import io.penstock.broker.entry.Entry;
import io.penstock.journal.archive.PartitionPlan;
import io.penstock.journal.log.Log;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Writes the entries of a declaration to the log, all of a call together or none of them, and has partitions made
 * there.
 */
public interface EntryLog {

    /**
     * Waits until they are written and applied.
     *
     * @throws PenstockException.Unavailable if the log takes nothing more
     */
    void write(List<? extends Entry> entries);

    /** Writes entries without waiting. The future completes on the journal's writer, which must not be made to wait. */
    CompletableFuture<Void> append(List<? extends Entry> entries);

    /**
     * Makes partitions, or has them kept in another way, as {@link Log#provision} says: before what is written of them.
     *
     * @return fails with a {@link PenstockException} if that cannot be
     */
    default CompletableFuture<Void> provision(PartitionPlan plan, int partitions) {
        return CompletableFuture.completedFuture(null);
    }

    /** Gives up partitions, as {@link Log#drop} says: after what is written of that. */
    default void drop(PartitionPlan plan, int partitions) {}
}
