package io.penstock.broker.transaction;

import io.penstock.PenstockException;
import io.penstock.broker.destination.RoutedAppend;
import io.penstock.broker.limit.Demand;
import io.penstock.broker.limit.ReservedRoom;
import io.penstock.broker.limit.RoomRequest;
import io.penstock.broker.loop.Outcomes;
import io.penstock.broker.send.GuaranteedAppend;
import io.penstock.journal.JournalException;
import org.jboss.logging.Logger;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Commits a transaction. Each loop concerned first takes its deliveries out of reach of expiry, and stops the
 * subscriptions that are moved; then ids are claimed and numbers admitted; only if all of that succeeds is the append
 * written.
 */
final class Commit {

    private static final Logger LOG = Logger.getLogger(Commit.class);

    private final Transactions shared;
    private final GuaranteedAppend sends;
    private final Supplier<TransactionHold> reservations;
    private final boolean forced;
    private final CompletableFuture<Void> result = new CompletableFuture<>();
    private TransactionHold taken;

    /** @param reservations of what it takes of subscriptions: each can be taken once */
    Commit(
            Transactions shared,
            List<GuaranteedAppend.Item> sends,
            Supplier<TransactionHold> reservations,
            boolean forced) {
        this.shared = shared;
        this.sends = new GuaranteedAppend(sends);
        this.reservations = reservations;
        this.forced = forced;
    }

    CompletableFuture<Void> run() {
        take();
        return result;
    }

    private void take() {
        taken = reservations.get();
        taken.take().whenComplete((done, failure) -> {
            if (failure == null) {
                claim();
            } else {
                result.completeExceptionally(PenstockException.causeOf(failure));
            }
        });
    }

    private void claim() {
        var other = sends.claim(shared.clock().millis());
        if (other == null) {
            enter();
        } else if (taken.holdsBack()) {
            // The holder of the id may wait for room that only those consumers make who get nothing now.
            taken.undo();
            other.place.whenCompleteAsync((place, failure) -> take());
        } else {
            // This does not run on the journal's writer, which completes the future: to append may have to wait for it.
            other.place.whenCompleteAsync((place, failure) -> claim());
        }
    }

    /** Asks for room. It waits until the oldest messages were thrown away for it, but not until others were settled. */
    private void enter() {
        try {
            var demand = sends.demand();
            if (demand.isEmpty()) {
                write();
            } else {
                shared.limiter().submit(new Entering(demand), false);
            }
        } catch (RuntimeException e) {
            refuse(e);
        }
    }

    private final class Entering extends RoomRequest {

        private Entering(Demand demand) {
            super(demand, false);
        }

        @Override
        public boolean mayBeBehindOthers() {
            return !taken.holdsBack();
        }

        @Override
        public Runnable admitted(ReservedRoom room) {
            sends.enter(room);
            write();
            return null;
        }

        @Override
        public void refused(PenstockException cause) {
            refuse(cause);
        }
    }

    private void write() {
        try {
            sends.admit();
            shared.log().append(new Writing());
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
        taken.undo();
        result.completeExceptionally(cause);
    }

    /** Reads what waits again where bytes are limited: not on the journal's writer. */
    private void measure() {
        taken.sought().forEach(shared.backlogs()::measure);
    }

    private void measured(Void done, Throwable failure) {
        if (failure != null) {
            // It has happened. The broker was closed meanwhile, and measures when it is opened.
            LOG.debugf(failure, "What waits after a seek was not measured");
        }
        result.complete(null);
    }

    private final class Writing extends RoutedAppend {

        private Writing() {
            super(forced);
        }

        @Override
        protected boolean route() {
            sends.addTo(this, shared.clock().millis());
            taken.addTo(this);
            return true;
        }

        @Override
        public void durable() {
            sends.sent(this);
            taken.happened();
            if (taken.holdsBack()) {
                CompletableFuture.runAsync(Commit.this::measure).whenComplete(Commit.this::measured);
            } else {
                result.complete(null);
            }
        }

        @Override
        public void failed(JournalException cause) {
            refuse(Outcomes.refused(cause));
        }
    }
}
