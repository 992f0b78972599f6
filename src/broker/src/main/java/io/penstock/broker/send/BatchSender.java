package io.penstock.broker.send;

import io.penstock.PenstockException;
import io.penstock.Receipt;
import io.penstock.broker.loop.Outcomes;
import io.penstock.journal.JournalException;
import io.penstock.journal.frame.Append;
import io.penstock.journal.log.Log;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Sends whole batches in one append: what goes nowhere where there are limits. */
final class BatchSender {

    private final Log journal;
    private final Supplier<PenstockException> overloaded;

    BatchSender(Log journal, Supplier<PenstockException> overloaded) {
        this.journal = journal;
        this.overloaded = overloaded;
    }

    /** Called within the guard of the routes that its batches were made for. */
    CompletableFuture<List<Receipt>> send(OutgoingBatches outgoing) {
        var sending = new Sending(outgoing);
        try {
            if (!journal.tryAppend(sending)) {
                sending.receipts.completeExceptionally(overloaded.get());
            }
        } catch (RuntimeException e) {
            sending.receipts.completeExceptionally(new PenstockException.InvalidMessage(
                    "These messages cannot be written together: " + e.getMessage()));
        }
        return sending.receipts;
    }

    private static final class Sending extends Append {

        private final OutgoingBatches outgoing;
        private final CompletableFuture<List<Receipt>> receipts = new CompletableFuture<>();

        private Sending(OutgoingBatches outgoing) {
            super(outgoing.isForced());
            this.outgoing = outgoing;
            outgoing.addTo(this);
        }

        @Override
        public void durable() {
            receipts.complete(outgoing.receipts(this));
        }

        @Override
        public void failed(JournalException cause) {
            receipts.completeExceptionally(Outcomes.refused(cause));
        }
    }
}
