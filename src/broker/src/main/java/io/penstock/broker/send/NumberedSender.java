package io.penstock.broker.send;

import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.Receipt;
import io.penstock.broker.destination.Catalog;
import io.penstock.broker.destination.RoutedLog;
import io.penstock.broker.entry.EngineBounds;
import io.penstock.broker.entry.RecordPosition;
import io.penstock.broker.guarantee.ProducerInstance;
import io.penstock.broker.guarantee.ProducerState;
import io.penstock.broker.limit.Limiter;
import io.penstock.broker.limit.ReservedRoom;
import io.penstock.broker.limit.RoomRequest;
import io.penstock.journal.JournalException;
import io.penstock.spi.EngineReceipt;

import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/**
 * Sends the messages of numbered producers: each waits for room where there are limits, then gets its number, or is
 * found to have been written before. It is safe for any thread.
 */
public final class NumberedSender {

    /** The number that stands for the next one. */
    static final long NEXT = -1;

    private final Preparation preparation;
    private final RoutedLog log;
    private final Limiter limiter;
    private final Catalog catalog;
    private final InstantSource clock;
    private final BooleanSupplier isLoop;

    /** @param isLoop whether the calling thread is a dispatch loop, which must not wait for settlements */
    public NumberedSender(
            Preparation preparation,
            RoutedLog log,
            Limiter limiter,
            Catalog catalog,
            InstantSource clock,
            BooleanSupplier isLoop) {
        this.preparation = preparation;
        this.log = log;
        this.limiter = limiter;
        this.catalog = catalog;
        this.clock = clock;
        this.isLoop = isLoop;
    }

    /**
     * Begins to send.
     *
     * @param waits whether the calling thread waits for room and for storage
     * @throws PenstockException if the message breaks a rule, or its destination does not exist
     */
    Sending<Receipt> send(ProducerInstance producer, long sequence, Message message, boolean waits) {
        return send(producer, sequence, preparation.prepare(message), waits);
    }

    Sending<Receipt> send(ProducerInstance producer, long sequence, PreparedMessage message, boolean waits) {
        var sending = new NumberedSending(producer, message, clock);
        boolean isRepeated =
                sequence != NEXT && sequence < producer.state().next.get();
        try {
            if (isRepeated || !message.isLimited()) {
                admit(sending, sequence, waits, null).run();
            } else {
                limiter.submit(new Entering(sending, sequence, waits), waits);
            }
        } catch (RuntimeException e) {
            sending.end(e);
        }
        return sending;
    }

    /**
     * Gives a message its number and hands it to the log, unless it was written before.
     *
     * @param room for it where there are limits, or null
     * @return how its sender is told, which is to be done without any lock
     */
    private Runnable admit(NumberedSending sending, long sequence, boolean waits, ReservedRoom room) {
        var state = sending.producer().state();
        state.admission.lock();
        try {
            long next = state.next.get();
            long number = sequence == NEXT ? next : sequence;
            if (sending.producer().admits(number, next)) {
                return write(sending, number, waits, room);
            }
            giveBack(room);
            return repeated(sending, number);
        } catch (PenstockException e) {
            giveBack(room);
            return () -> sending.end(e);
        } finally {
            state.admission.unlock();
        }
    }

    private static void giveBack(ReservedRoom room) {
        if (room != null) {
            room.undone();
        }
    }

    /** Writes a message. From here on, the room belongs to the message. */
    private Runnable write(NumberedSending sending, long number, boolean waits, ReservedRoom room) {
        sending.begin(number, room);
        try {
            if (waits) {
                log.append(sending);
            } else {
                log.tryAppend(sending);
            }
            return () -> {};
        } catch (JournalException.TooLarge e) {
            sending.giveUp(new PenstockException.InvalidMessage(
                    "The message does not fit into the log with all its copies: " + e.getMessage()));
        } catch (RuntimeException e) {
            sending.giveUp(e);
        }
        return sending::tellRefusal;
    }

    private Runnable repeated(NumberedSending sending, long number) {
        var state = sending.producer().state();
        var onTheWay = state.onTheWay.get(number);
        if (onTheWay != null) {
            return () -> onTheWay.whenComplete((place, failure) -> {
                if (failure == null) {
                    sending.end(receipt(place, sending.message()).asDuplicate());
                } else {
                    sending.end(PenstockException.causeOf(failure));
                }
            });
        }
        var place = state.place(number);
        if (place == null) {
            throw new PenstockException.OutOfSequence("Number " + number + " of producer '"
                    + sending.producer().id() + "' was written, and its receipt is not known any more: those of the"
                    + " last " + EngineBounds.PRODUCER_RECEIPTS + " are kept. Number " + state.next.get()
                    + " is next.");
        }
        return () -> sending.end(receipt(place, sending.message()).asDuplicate());
    }

    /** The receipt of a message that was written before; of its first copy, if an exchange has routed it. */
    private Receipt receipt(RecordPosition place, PreparedMessage repeated) {
        var messageId = repeated.id();
        if (place.partition() == ProducerState.NOWHERE) {
            return EngineReceipt.discarded(messageId, repeated.destination());
        }
        var partition = catalog.partition(place.partition());
        if (partition == null) {
            // Its destination was deleted since.
            return EngineReceipt.of(messageId, repeated.destination(), Receipt.NO_PARTITION, place.offset());
        }
        return EngineReceipt.of(
                messageId == null ? partition.address().messageId(place.offset()) : messageId,
                partition.destination().name(),
                partition.index(),
                place.offset());
    }

    /** A message that waits for room; it gets its number when it has that. */
    private final class Entering extends RoomRequest {

        private final NumberedSending sending;
        private final long sequence;
        private final boolean waits;

        private Entering(NumberedSending sending, long sequence, boolean waits) {
            super(sending.message().demand(), !waits || !isLoop.getAsBoolean());
            this.sending = sending;
            this.sequence = sequence;
            this.waits = waits;
        }

        @Override
        public Runnable admitted(ReservedRoom room) {
            return admit(sending, sequence, waits, room);
        }

        @Override
        public void refused(PenstockException cause) {
            sending.end(cause);
        }
    }
}
