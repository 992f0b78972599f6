package io.penstock.broker;

import io.penstock.PenstockException;
import io.penstock.Receipt;
import io.penstock.journal.Append;
import io.penstock.journal.JournalException;
import io.penstock.journal.Log;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Sends whole batches in one append; where exchanges lead into destinations with limits, once there is room for all.
 */
final class BatchSender {

    private final Log journal;
    private final Limiter limiter;
    private final Supplier<PenstockException> overloaded;

    BatchSender(Log journal, Limiter limiter, Supplier<PenstockException> overloaded) {
        this.journal = journal;
        this.limiter = limiter;
        this.overloaded = overloaded;
    }

    CompletableFuture<List<Receipt>> send(Outgoing outgoing) {
        var receipts = new CompletableFuture<List<Receipt>>();
        if (outgoing.demand().isEmpty()) {
            write(new Sending(outgoing, null, receipts)).run();
            return receipts;
        }
        var room = limiter.enter(new Entering(outgoing, receipts));
        if (room != null) {
            write(new Sending(outgoing, room, receipts)).run();
        }
        return receipts;
    }

    /** Returns how its sender is told that it failed, which is to be done without any lock. */
    private Runnable write(Sending sending) {
        try {
            if (journal.tryAppend(sending)) {
                return () -> {};
            }
            var cause = overloaded.get();
            return () -> sending.refuse(cause);
        } catch (RuntimeException e) {
            var cause = new PenstockException.InvalidMessage(
                    "These messages cannot be written together: " + e.getMessage());
            return () -> sending.refuse(cause);
        }
    }

    private final class Entering extends Entrance {

        private final Outgoing outgoing;
        private final CompletableFuture<List<Receipt>> receipts;

        private Entering(Outgoing outgoing, CompletableFuture<List<Receipt>> receipts) {
            super(outgoing.demand(), true);
            this.outgoing = outgoing;
            this.receipts = receipts;
        }

        @Override
        Runnable admitted(Room room) {
            return write(new Sending(outgoing, room, receipts));
        }

        @Override
        void refused(PenstockException cause) {
            receipts.completeExceptionally(cause);
        }
    }

    private static final class Sending extends Append {

        private final Outgoing outgoing;
        private final Room room;
        private final CompletableFuture<List<Receipt>> receipts;

        /** @param room for it where there are limits, or null */
        private Sending(Outgoing outgoing, Room room, CompletableFuture<List<Receipt>> receipts) {
            super(outgoing.isForced());
            this.outgoing = outgoing;
            this.room = room;
            this.receipts = receipts;
            outgoing.addTo(this);
            if (room != null) {
                room.addTo(this);
            }
        }

        @Override
        protected void durable() {
            if (room != null) {
                room.happened();
            }
            receipts.complete(outgoing.receipts(this));
        }

        @Override
        protected void failed(JournalException cause) {
            refuse(Outcomes.refused(cause));
        }

        private void refuse(RuntimeException cause) {
            if (room != null) {
                room.undone();
            }
            receipts.completeExceptionally(cause);
        }
    }
}
