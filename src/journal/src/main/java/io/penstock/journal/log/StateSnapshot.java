package io.penstock.journal.log;

import io.penstock.journal.JournalException;
import io.penstock.journal.frame.Append;
import io.penstock.journal.frame.Partitions;
import io.penstock.journal.young.Journal;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Takes the owner's state and the partitions' ends, both exactly as of one frame. */
final class StateSnapshot {

    /** A state of gigabytes is made in less; an owner that takes longer is stuck, and the next round asks again. */
    private static final long TIMEOUT_SECONDS = 60;

    private final LogOwner owner;
    private final ToldFrames told;
    private final Partitions partitions;

    StateSnapshot(LogOwner owner, ToldFrames told, Partitions partitions) {
        this.owner = owner;
        this.told = told;
        this.partitions = partitions;
    }

    /** The state and the ends that were taken. */
    record Taken(long sequence, long[] ends, byte[] state) {}

    /** Takes it on the writer's turn, when all that was written is forced, and waits for it. */
    Taken takeFrom(Journal journal) {
        var turn = new Turn();
        journal.append(turn);
        return await(turn.taken);
    }

    /** Takes it while nobody writes any more. */
    Taken take() {
        return await(begin());
    }

    private CompletableFuture<Taken> begin() {
        var sequence = told.sequence();
        var ends = ends();
        try {
            return owner.snapshot()
                    .thenApply(state -> new Taken(sequence, ends, state))
                    .toCompletableFuture();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private long[] ends() {
        var ends = new long[2 * partitions.count()];
        var at = 0;
        for (var partition : partitions.all()) {
            if (partition != null) {
                ends[at++] = partition.id;
                ends[at++] = partition.index.endOffset();
            }
        }
        return Arrays.copyOf(ends, at);
    }

    private static Taken await(CompletableFuture<Taken> taken) {
        try {
            return taken.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | CompletionException e) {
            throw e.getCause() instanceof JournalException known
                    ? known
                    : new JournalException(
                            "The state could not be taken for a checkpoint (" + e.getCause()
                                    + "). Report this as a defect.",
                            e.getCause());
        } catch (TimeoutException e) {
            throw new JournalException(
                    "The state was not there for a checkpoint after " + TIMEOUT_SECONDS
                            + " seconds. If that goes on, look at what keeps the dispatch loops.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JournalException("Interrupted while the state was taken for a checkpoint.", e);
        }
    }

    /** An append without content, which asks for a force and for a place in the order of frames. */
    private final class Turn extends Append {

        private final CompletableFuture<Taken> taken = new CompletableFuture<>();

        Turn() {
            super(true);
        }

        @Override
        public void durable() {
            begin().whenComplete((result, failure) -> {
                if (failure == null) {
                    taken.complete(result);
                } else {
                    taken.completeExceptionally(failure);
                }
            });
        }

        @Override
        public void failed(JournalException cause) {
            taken.completeExceptionally(cause);
        }
    }
}
