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
        if (outgoing.demand().isEmpty()) {
            return write(new Sending(outgoing, null));
        }
        var entering = new Entering(outgoing);
        var room = limiter.enter(entering);
        return room == null ? entering.receipts : write(new Sending(outgoing, room));
    }

    private CompletableFuture<List<Receipt>> write(Sending sending) {
        try {
            if (!journal.tryAppend(sending)) {
                sending.refuse(overloaded.get());
            }
        } catch (RuntimeException e) {
            sending.refuse(e);
            throw e;
        }
        return sending.receipts;
    }

    private final class Entering extends Entrance {

        private final Outgoing outgoing;
        private final CompletableFuture<List<Receipt>> receipts = new CompletableFuture<>();

        private Entering(Outgoing outgoing) {
            super(outgoing.demand(), true);
            this.outgoing = outgoing;
        }

        @Override
        Runnable admitted(Room room) {
            var sending = new Sending(outgoing, room);
            sending.receipts.whenComplete((written, failure) -> {
                if (failure == null) {
                    receipts.complete(written);
                } else {
                    receipts.completeExceptionally(failure);
                }
            });
            write(sending);
            return null;
        }

        @Override
        void refused(PenstockException cause) {
            receipts.completeExceptionally(cause);
        }
    }

    private static final class Sending extends Append {

        private final Outgoing outgoing;
        private final Room room;
        private final CompletableFuture<List<Receipt>> receipts = new CompletableFuture<>();

        /** @param room for it where there are limits, or null */
        private Sending(Outgoing outgoing, Room room) {
            super(outgoing.isForced());
            this.outgoing = outgoing;
            this.room = room;
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
