package io.penstock.broker.send;

import io.penstock.Receipt;
import io.penstock.broker.destination.RoutedAppend;
import io.penstock.broker.entry.EntryCodec;
import io.penstock.broker.entry.GuaranteeEntry;
import io.penstock.broker.entry.RecordPosition;
import io.penstock.broker.guarantee.ProducerInstance;
import io.penstock.broker.guarantee.ProducerState;
import io.penstock.broker.limit.ReservedRoom;
import io.penstock.broker.loop.Outcomes;
import io.penstock.journal.JournalException;

import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/**
 * A message of a numbered producer on its way, with its number and its copies by an exchange. It is used by one thread
 * at a time.
 */
final class NumberedSending extends RoutedAppend implements Sending<Receipt> {

    private final ProducerInstance producer;
    private final InstantSource clock;
    private final CompletableFuture<Receipt> receipt = new CompletableFuture<>();
    private PreparedMessage message;

    /**
     * The future place of the message, for those who send the same number meanwhile; null as long as it has no number.
     */
    private CompletableFuture<RecordPosition> place;

    private long number;

    /** The room in a destination with limits; null if none is needed. */
    private ReservedRoom room;

    private RuntimeException refusal;

    NumberedSending(ProducerInstance producer, PreparedMessage message, InstantSource clock) {
        super(message.forced());
        this.producer = producer;
        this.message = message;
        this.clock = clock;
    }

    ProducerInstance producer() {
        return producer;
    }

    PreparedMessage message() {
        return message;
    }

    /** Takes a number, which is on the way from now on. It is called under the admission lock. */
    void begin(long given, ReservedRoom reserved) {
        number = given;
        room = reserved;
        place = new CompletableFuture<>();
        producer.state().onTheWay.put(number, place);
        producer.state().next.set(number + 1);
    }

    @Override
    public boolean endsWithRecords() {
        return room == null; // It may settle messages that make room.
    }

    @Override
    protected boolean route() {
        message = message.now();
        if (message.to() == null) {
            addEntry(EntryCodec.encode(
                    new GuaranteeEntry.SequencedNowhere(producer.state().number(), number, clock.millis())));
            return true;
        }
        addRecord(message.to().id(), message.record());
        message.others().forEach(other -> addRecord(other.to().id(), other.record()));
        addEntry(EntryCodec.encode(new GuaranteeEntry.Sequenced(
                producer.state().number(), number, message.to().id(), 1, clock.millis())));
        if (room != null) {
            room.addTo(this);
        }
        return true;
    }

    @Override
    public CompletableFuture<Receipt> stage() {
        return receipt;
    }

    /** Completes with the receipt of a message that was written before. */
    void end(Receipt known) {
        receipt.complete(known);
    }

    /** Completes with a failure, because it has no number, and gets none. */
    void end(Throwable cause) {
        receipt.completeExceptionally(cause);
    }

    @Override
    public void durable() {
        if (room != null) {
            room.happened();
        }
        producer.state().onTheWay.remove(number, place);
        place.complete(
                message.to() == null
                        ? new RecordPosition(ProducerState.NOWHERE, 0)
                        : new RecordPosition(message.to().id(), offset(0)));
        receipt.complete(message.receipt(this, 0));
    }

    @Override
    public void failed(JournalException cause) {
        giveUp(Outcomes.refused(cause));
        tellRefusal();
    }

    /** Gives the number up, which becomes the next one's, because the message will not be written. */
    void giveUp(RuntimeException cause) {
        if (room != null) {
            room.undone();
        }
        refusal = cause;
        producer.state().notSent(number, place);
        place.completeExceptionally(cause);
    }

    /** Tells its sender why it was given up. */
    void tellRefusal() {
        receipt.completeExceptionally(refusal);
    }
}
