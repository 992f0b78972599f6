package io.penstock.broker.transaction;

import io.penstock.PenstockException;
import io.penstock.broker.destination.RoutedAppend;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.EntryCodec;
import io.penstock.broker.limit.Demand;
import io.penstock.broker.limit.ReservedRoom;
import io.penstock.broker.limit.RoomRequest;
import io.penstock.broker.loop.Outcomes;
import io.penstock.broker.schedule.ScheduleChange;
import io.penstock.broker.send.GuaranteedAppend;
import io.penstock.journal.JournalException;
import org.jboss.logging.Logger;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Commits a transaction. Each loop concerned first takes its deliveries out of reach of expiry, and stops the
 * subscriptions that are moved; then ids are claimed and numbers admitted; only if all of that succeeds is the append
 * written, while the scheduler decides nothing else if schedules are changed.
 */
final class Commit {

    private static final Logger LOG = Logger.getLogger(Commit.class);

    private final Transactions shared;
    private final GuaranteedAppend sends;
    private final Supplier<TransactionHold> reservations;
    private final List<ScheduleChange> schedules;
    private final boolean forced;
    private final CompletableFuture<Void> result = new CompletableFuture<>();
    private TransactionHold taken;

    /** @param reservations of what it takes of subscriptions: each can be taken once */
    Commit(
            Transactions shared,
            List<GuaranteedAppend.Item> sends,
            Supplier<TransactionHold> reservations,
            List<ScheduleChange> schedules,
            boolean forced) {
        this.shared = shared;
        this.schedules = List.copyOf(schedules);
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

    /** Writes what there is. The scheduler may be at work, and has to be waited for; nobody else is. */
    private void write() {
        if (schedules.isEmpty()) {
            append(List.of());
        } else {
            CompletableFuture.runAsync(this::changeSchedules);
        }
    }

    private void changeSchedules() {
        try {
            shared.scheduler().change(schedules, entries -> append(entries).join());
        } catch (RuntimeException e) {
            refuse(e);
        }
    }

    /**
     * Appends everything.
     *
     * @return what completes when it was written, or was refused
     */
    private CompletableFuture<Void> append(List<Entry> changes) {
        var writing = new Writing(changes);
        try {
            sends.admit();
            shared.log().append(writing);
        } catch (JournalException.TooLarge e) {
            writing.refuse(new PenstockException.InvalidMessage(
                    "The transaction does not fit into the log: " + e.getMessage()));
        } catch (RuntimeException e) {
            writing.refuse(e);
        } finally {
            sends.letGo();
        }
        return writing.ended;
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

        private final List<Entry> changes;
        private final CompletableFuture<Void> ended = new CompletableFuture<>();

        private Writing(List<Entry> changes) {
            super(forced);
            this.changes = changes;
        }

        @Override
        protected boolean route() {
            sends.addTo(this, shared.clock().millis());
            taken.addTo(this);
            changes.forEach(change -> addEntry(EntryCodec.encode(change)));
            return true;
        }

        @Override
        public void durable() {
            sends.sent(this);
            taken.happened();
            ended.complete(null);
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

        private void refuse(RuntimeException cause) {
            ended.complete(null);
            Commit.this.refuse(cause);
        }
    }
}
