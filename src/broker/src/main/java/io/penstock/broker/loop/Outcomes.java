package io.penstock.broker.loop;

import io.penstock.PenstockException;
import io.penstock.journal.JournalException;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Turns failures of futures and of the journal into what callers of a broker expect. */
public final class Outcomes {

    private Outcomes() {}

    /** Waits for a result, and throws what it failed with as itself. */
    public static <T> T await(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw PenstockException.causeOf(e) instanceof PenstockException failure ? failure : e;
        }
    }

    /** The failure of a partition that cannot be read, with what the operator of a local log does about it. */
    public static PenstockException.PartitionOffline offline(String destination, int partition, String reason) {
        return new PenstockException.PartitionOffline(
                destination,
                partition,
                reason
                        + " Nothing of it was thrown away. Stop the broker, look with 'penstock log verify', and repair"
                        + " the partition or restore it from a backup.");
    }

    /** Why the journal did not take something, as callers of a broker know it. */
    public static PenstockException refused(JournalException cause) {
        if (cause instanceof JournalException.StorageFull) {
            return new PenstockException.StorageFull(cause.getMessage(), cause);
        }
        if (cause instanceof JournalException.TooLarge || cause instanceof JournalException.NotTaken) {
            return new PenstockException.InvalidMessage(cause.getMessage());
        }
        if (cause instanceof JournalException.NoFile) {
            return new PenstockException.Unavailable(cause.getMessage(), cause);
        }
        return new PenstockException.Unavailable(
                "The log takes nothing more: " + cause.getMessage() + " Restart the broker.", cause);
    }
}
