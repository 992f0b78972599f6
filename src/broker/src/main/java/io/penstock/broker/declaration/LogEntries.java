package io.penstock.broker.declaration;

import io.penstock.PenstockException;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.EntryCodec;
import io.penstock.broker.loop.Outcomes;
import io.penstock.broker.loop.WaitingAppend;
import io.penstock.journal.JournalException;
import io.penstock.journal.archive.PartitionPlan;
import io.penstock.journal.frame.Append;
import io.penstock.journal.log.Log;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Writes the entries of declarations to the log of the broker. It is safe for any thread. */
public final class LogEntries implements EntryLog {

    private final Log log;
    private final boolean forced;

    /** @param forced whether they are forced to the device before they are told */
    public LogEntries(Log log, boolean forced) {
        this.log = log;
        this.forced = forced;
    }

    @Override
    public void write(List<? extends Entry> entries) {
        var append = new WaitingAppend(forced);
        addTo(append, entries);
        try {
            append.write(log);
        } catch (JournalException.TooLarge e) {
            throw tooLarge(e);
        }
    }

    private static PenstockException tooLarge(JournalException.TooLarge cause) {
        return new PenstockException.InvalidConfiguration("The declaration is too large: " + cause.getMessage());
    }

    @Override
    public CompletableFuture<Void> append(List<? extends Entry> entries) {
        var append = new Told(forced);
        addTo(append, entries);
        try {
            log.append(append);
        } catch (JournalException.TooLarge e) {
            append.done.completeExceptionally(tooLarge(e));
        }
        return append.done;
    }

    @Override
    public CompletableFuture<Void> provision(PartitionPlan plan, int partitions) {
        return log.provision(plan, partitions)
                .exceptionally(failure -> {
                    var cause = PenstockException.causeOf(failure);
                    throw cause instanceof JournalException refusal
                            ? new PenstockException.Unavailable(
                                    "The log cannot make what '" + plan.destination() + "' needs: "
                                            + refusal.getMessage(),
                                    refusal)
                            : new CompletionException(cause);
                })
                .toCompletableFuture();
    }

    @Override
    public void drop(PartitionPlan plan, int partitions) {
        log.drop(plan, partitions);
    }

    private static void addTo(Append append, List<? extends Entry> entries) {
        entries.forEach(entry -> append.addEntry(EntryCodec.encode(entry)));
    }

    private static final class Told extends Append {

        private final CompletableFuture<Void> done = new CompletableFuture<>();

        private Told(boolean forced) {
            super(forced);
        }

        @Override
        public void durable() {
            done.complete(null);
        }

        @Override
        public void failed(JournalException cause) {
            done.completeExceptionally(Outcomes.refused(cause));
        }
    }
}
