package io.penstock.broker;

import io.penstock.PenstockException;
import io.penstock.journal.Append;
import io.penstock.journal.JournalException;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Makes a transaction happen: each loop concerned first takes its deliveries out of reach of expiry, then ids are
 * claimed and numbers admitted; only if all could is the append written.
 */
final class Commit {

    private final Transactions shared;
    private final Promised sends;
    private final List<Share> shares;
    private final boolean forced;
    private final CompletableFuture<Void> result = new CompletableFuture<>();

    Commit(Transactions shared, List<Promised.Item> sends, List<Share> shares, boolean forced) {
        this.shared = shared;
        this.sends = new Promised(sends);
        this.shares = shares;
        this.forced = forced;
    }

    CompletableFuture<Void> run() {
        Share.reserve(shares).whenComplete((done, failure) -> {
            if (failure == null) {
                claim();
            } else {
                result.completeExceptionally(cause(failure));
            }
        });
        return result;
    }

    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private void claim() {
        var other = sends.claim(shared.clock().millis());
        if (other == null) {
            enter();
        } else {
            // Not on the journal's writer, which tells it: to append may have to wait for that.
            other.place.whenCompleteAsync((place, failure) -> claim());
        }
    }

    /** It waits until the oldest were thrown away for it, but not until others were settled. */
    private void enter() {
        try {
            var demand = sends.demand();
            var room = demand.isEmpty() ? null : shared.limiter().enter(new Entering(demand));
            if (room != null || demand.isEmpty()) {
                sends.enter(room);
                write();
            }
        } catch (RuntimeException e) {
            refuse(e);
        }
    }

    private final class Entering extends Entrance {

        private Entering(Demand demand) {
            super(demand, false);
        }

        @Override
        Runnable admitted(Room room) {
            sends.enter(room);
            write();
            return null;
        }

        @Override
        void refused(PenstockException cause) {
            refuse(cause);
        }
    }

    private void write() {
        try {
            sends.admit();
            shared.journal().append(new Writing());
        } catch (JournalException.TooLarge e) {
            refuse(new PenstockException.InvalidMessage(
                    "The transaction does not fit into the log: " + e.getMessage()));
        } catch (RuntimeException e) {
            refuse(e);
        } finally {
            sends.letGo();
        }
    }

    private void refuse(RuntimeException cause) {
        sends.refused(cause);
        shares.forEach(Share::undo);
        result.completeExceptionally(cause);
    }

    private final class Writing extends Append {

        private Writing() {
            super(forced);
            sends.addTo(this, shared.clock().millis());
            shares.forEach(share -> share.settlements().forEach(entry -> addEntry(EntryCodec.encode(entry))));
        }

        @Override
        protected void durable() {
            sends.sent(this);
            shares.forEach(Share::happened);
            result.complete(null);
        }

        @Override
        protected void failed(JournalException cause) {
            refuse(Outcomes.refused(cause));
        }
    }
}
