package io.penstock.broker.send;

import io.penstock.Message;
import io.penstock.Receipt;
import io.penstock.broker.destination.RoutedAppend;
import io.penstock.broker.loop.Outcomes;
import io.penstock.journal.JournalException;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Messages without ids, numbers or copies, which are written in whole batches in one append. It is used by one thread
 * at a time.
 */
final class BatchSending extends RoutedAppend implements Sending<List<Receipt>> {

    private final List<Message> messages;
    private final OutgoingBatches outgoing;
    private final CompletableFuture<List<Receipt>> receipts = new CompletableFuture<>();

    /** @param maxBytes of all messages together */
    BatchSending(List<Message> messages, Preparation preparation, long maxBytes) {
        super(messages.stream().anyMatch(preparation::isForced));
        this.messages = messages;
        outgoing = preparation.batches(messages.size(), maxBytes);
    }

    /** A batch is of one partition, so its messages are serialised when it is known where they belong. */
    @Override
    protected boolean route() {
        messages.forEach(outgoing::add);
        if (needsRoom()) {
            return false;
        }
        outgoing.addTo(this);
        return true;
    }

    /** Whether exchanges lead into destinations with limits: then nothing was written. Known once it is routed. */
    boolean needsRoom() {
        return !outgoing.demand().isEmpty();
    }

    @Override
    public CompletableFuture<List<Receipt>> stage() {
        return receipts;
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
