package io.penstock.broker.send;

import io.penstock.PenstockException;
import io.penstock.Receipt;
import io.penstock.broker.destination.RoutedAppend;
import io.penstock.broker.guarantee.Claim;
import io.penstock.broker.limit.Demand;
import io.penstock.broker.limit.ReservedRoom;
import io.penstock.broker.loop.Outcomes;
import io.penstock.journal.JournalException;
import io.penstock.spi.EngineReceipt;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Messages that are written in one append, after their ids were claimed. It is used by one thread at a time. */
final class AtomicSending extends RoutedAppend implements Sending<List<Receipt>> {

    private final List<PreparedMessage> messages;
    private final InstantSource clock;
    private final GuaranteedAppend sends;
    private final CompletableFuture<List<Receipt>> receipts = new CompletableFuture<>();

    AtomicSending(List<PreparedMessage> messages, InstantSource clock) {
        super(messages.stream().anyMatch(PreparedMessage::forced));
        this.messages = messages;
        this.clock = clock;
        var items = new ArrayList<GuaranteedAppend.Item>(messages.size());
        messages.forEach(each -> items.addAll(GuaranteedAppend.Item.all(each, null, 0)));
        sends = new GuaranteedAppend(items);
    }

    /** Whether somebody wants to know when it is written. */
    boolean isWaitedFor() {
        return messages.stream().anyMatch(PreparedMessage::isWaitedFor);
    }

    /** Asks for the ids, as {@link GuaranteedAppend#claim} says. */
    Claim claim() {
        return sends.claim(clock.millis());
    }

    /** The room that it demands in destinations with limits, once the ids are claimed. */
    Demand demand() {
        return sends.demand();
    }

    /** Takes the room that it was given. */
    void enter(ReservedRoom room) {
        sends.enter(room);
    }

    /** Whether everything had been sent before, or goes nowhere; once the ids are claimed. */
    boolean isNothing() {
        return sends.isNothing();
    }

    @Override
    public boolean endsWithRecords() {
        return sends.endsWithRecords();
    }

    @Override
    protected boolean route() {
        sends.addTo(this, Math.max(0, clock.millis()));
        return true;
    }

    @Override
    public CompletableFuture<List<Receipt>> stage() {
        return receipts;
    }

    /** Completes the receipts before the write if nobody waits for messages that do not outlive the process. */
    void tellEarly() {
        receipts.complete(receipts());
    }

    /** Completes the receipts, because everything is written, or had been before. */
    void finish() {
        sends.sent(this);
        receipts.complete(receipts());
    }

    /** The receipts of all messages and their copies, as far as their places are known. */
    private List<Receipt> receipts() {
        var all = new ArrayList<Receipt>(messages.size());
        int item = 0;
        for (var message : messages) {
            all.add(receipt(message, item));
            item += message.records();
        }
        return all;
    }

    private Receipt receipt(PreparedMessage message, int first) {
        if (message.to() == null) {
            return EngineReceipt.discarded(message.id(), message.exchange());
        }
        var receipt = receiptOfOne(message, first);
        if (message.others().isEmpty()) {
            return receipt;
        }
        var others = new ArrayList<Receipt>(message.others().size());
        for (int i = 0; i < message.others().size(); i++) {
            others.add(receiptOfOne(message.others().get(i), first + 1 + i));
        }
        return receipt.with(others);
    }

    /** The receipt of one copy; of the earlier message, if it had been sent before. */
    private Receipt receiptOfOne(PreparedMessage copy, int item) {
        var place = sends.place(item);
        var receipt = place == null
                ? sends.to(item).receipt(copy.id(), Receipt.UNKNOWN_OFFSET)
                : copy.to().destination().partition(place.partition()).receipt(copy.id(), place.offset());
        return sends.isDuplicate(item) ? receipt.asDuplicate() : receipt;
    }

    @Override
    public void durable() {
        finish();
    }

    @Override
    public void failed(JournalException cause) {
        refuse(Outcomes.refused(cause));
    }

    void refuse(RuntimeException cause) {
        sends.refused(cause);
        receipts.completeExceptionally(cause);
    }

    PenstockException tooLarge(JournalException.TooLarge cause) {
        int records = messages.stream().mapToInt(PreparedMessage::records).sum();
        return new PenstockException.InvalidMessage("Nothing was sent: " + messages.size() + " message(s), " + records
                + " with the copies by exchanges, do not fit into the log together: " + cause.getMessage());
    }
}
