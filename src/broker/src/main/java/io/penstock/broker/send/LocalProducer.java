package io.penstock.broker.send;

import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.Producer;
import io.penstock.Receipt;
import io.penstock.broker.entry.EntryCodec;
import io.penstock.broker.entry.GuaranteeEntry;
import io.penstock.broker.entry.RecordPosition;
import io.penstock.broker.guarantee.ProducerState;
import io.penstock.broker.limit.Demand;
import io.penstock.broker.limit.ReservedRoom;
import io.penstock.broker.limit.RoomRequest;
import io.penstock.broker.loop.Outcomes;
import io.penstock.journal.JournalException;
import io.penstock.journal.frame.Append;
import io.penstock.journal.log.Log;

import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An instance of a producer. */
public final class LocalProducer implements Producer {

    private static final long NEXT = -1;

    private final Producers producers;
    private final ProducerState state;
    private final long epoch;
    private final Sender sender;
    private final Log journal;
    private final InstantSource clock;

    LocalProducer(
            Producers producers, ProducerState state, long epoch, Sender sender, Log journal, InstantSource clock) {
        this.producers = producers;
        this.state = state;
        this.epoch = epoch;
        this.sender = sender;
        this.journal = journal;
        this.clock = clock;
    }

    ProducerState state() {
        return state;
    }

    /** Whether it was opened by that broker. */
    public boolean isOf(Producers others) {
        return producers == others;
    }

    @Override
    public String id() {
        return state.id();
    }

    @Override
    public long epoch() {
        return epoch;
    }

    @Override
    public long nextSequence() {
        requireCurrent();
        return state.next.get();
    }

    @Override
    public Receipt send(Message message) {
        return Outcomes.await(submit(NEXT, message, true));
    }

    @Override
    public Receipt send(long sequence, Message message) {
        return Outcomes.await(submit(required(sequence), message, true));
    }

    @Override
    public CompletionStage<Receipt> sendAsync(Message message) {
        return submitted(NEXT, message);
    }

    @Override
    public CompletionStage<Receipt> sendAsync(long sequence, Message message) {
        return submitted(required(sequence), message);
    }

    private static long required(long sequence) {
        if (sequence < 0) {
            throw new IllegalArgumentException("A message cannot have the number " + sequence + ": begin with 0.");
        }
        return sequence;
    }

    private CompletableFuture<Receipt> submitted(long sequence, Message message) {
        try {
            return submit(sequence, message, false);
        } catch (PenstockException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<Receipt> submit(long sequence, Message message, boolean maySleep) {
        var prepared = sender.prepare(message);
        if (!prepared.isLimited() || isRepeated(sequence)) {
            return admit(sequence, prepared, maySleep, null);
        }
        var demand = prepared.demand();
        if (maySleep) {
            return admit(sequence, prepared, true, sender.limited().await(demand));
        }
        var entering = new Entering(demand, sequence, prepared);
        var room = sender.limited().enter(entering);
        return room == null ? entering.receipt : admit(sequence, prepared, false, room);
    }

    /** Then it needs no room. */
    private boolean isRepeated(long sequence) {
        return sequence != NEXT && sequence < state.next.get();
    }

    /** A message that waits for room; it gets its number when it has that. */
    private final class Entering extends RoomRequest {

        private final long sequence;
        private final PreparedMessage prepared;
        private final CompletableFuture<Receipt> receipt = new CompletableFuture<>();

        private Entering(Demand demand, long sequence, PreparedMessage prepared) {
            super(demand, true);
            this.sequence = sequence;
            this.prepared = prepared;
        }

        @Override
        public Runnable admitted(ReservedRoom room) {
            try {
                var written = admit(sequence, prepared, false, room);
                written.whenComplete((sent, failure) -> {
                    if (failure == null) {
                        receipt.complete(sent);
                    } else {
                        receipt.completeExceptionally(PenstockException.causeOf(failure));
                    }
                });
                return null;
            } catch (RuntimeException e) {
                return () -> receipt.completeExceptionally(e);
            }
        }

        @Override
        public void refused(PenstockException cause) {
            receipt.completeExceptionally(cause);
        }
    }

    /** @param room for it where there are limits, or null */
    private CompletableFuture<Receipt> admit(
            long sequence, PreparedMessage prepared, boolean maySleep, ReservedRoom room) {
        boolean isTaken = room == null;
        state.admission.lock();
        try {
            long next = state.next.get();
            long number = sequence == NEXT ? next : sequence;
            if (!admits(number, next)) {
                return repeated(number, prepared);
            }
            isTaken = true;
            return write(number, prepared, maySleep, room);
        } finally {
            state.admission.unlock();
            if (!isTaken) {
                room.undone();
            }
        }
    }

    private CompletableFuture<Receipt> write(
            long number, PreparedMessage prepared, boolean maySleep, ReservedRoom room) {
        int inside = sender.routes().enter();
        try {
            return write(new Numbered(number, prepared.now(), room), maySleep);
        } finally {
            sender.routes().leave(inside);
        }
    }

    private CompletableFuture<Receipt> write(Numbered append, boolean maySleep) {
        long number = append.number;
        state.onTheWay.put(number, append.place);
        state.next.set(number + 1);
        try {
            if (maySleep) {
                journal.append(append);
            } else if (!journal.tryAppend(append)) {
                append.refuse(sender.overloaded());
            }
        } catch (RuntimeException e) {
            append.refuse(e);
            throw e;
        }
        return append.receipt;
    }

    /**
     * Whether a message of that number is to be written; false if one was before. Called under the admission lock.
     *
     * @param next the number that is to come
     */
    boolean admits(long number, long next) {
        requireCurrent();
        if (number > next) {
            throw new PenstockException.OutOfSequence("Producer '" + id() + "' is to send number " + next
                    + " next, not " + number + ": nothing was written. Send what is missing first.");
        }
        return number == next;
    }

    private void requireCurrent() {
        long now = state.epoch();
        if (now == ProducerState.EXPIRED) {
            throw new PenstockException.Fenced("Producer '" + id() + "' has sent nothing for " + IDLE_DAYS
                    + " days and was forgotten. Open it again; its numbers begin anew.");
        }
        if (now != epoch) {
            throw new PenstockException.Fenced("Instance " + epoch + " of producer '" + id()
                    + "' may send nothing more: instance " + now + " was opened.");
        }
    }

    private CompletableFuture<Receipt> repeated(long number, PreparedMessage prepared) {
        var onTheWay = state.onTheWay.get(number);
        if (onTheWay != null) {
            return onTheWay.thenApply(place -> producers.receipt(place, prepared));
        }
        var place = state.place(number);
        if (place == null) {
            throw new PenstockException.OutOfSequence("Number " + number + " of producer '" + id()
                    + "' was written, and its receipt is not known any more: those of the last " + RECEIPTS_KEPT
                    + " are kept. Number " + state.next.get() + " is next.");
        }
        return CompletableFuture.completedFuture(producers.receipt(place, prepared));
    }

    private final class Numbered extends Append {

        private final long number;
        private final PreparedMessage prepared;
        private final CompletableFuture<RecordPosition> place = new CompletableFuture<>();
        private final CompletableFuture<Receipt> receipt = new CompletableFuture<>();

        private final ReservedRoom room;

        private Numbered(long number, PreparedMessage prepared, ReservedRoom room) {
            super(prepared.forced());
            this.room = room;
            this.number = number;
            this.prepared = prepared;
            if (prepared.to() == null) {
                addEntry(
                        EntryCodec.encode(new GuaranteeEntry.SequencedNowhere(state.number(), number, clock.millis())));
                return;
            }
            addRecord(prepared.to().id(), prepared.record());
            prepared.others().forEach(other -> addRecord(other.to().id(), other.record()));
            addEntry(EntryCodec.encode(new GuaranteeEntry.Sequenced(
                    state.number(), number, prepared.to().id(), 1, clock.millis())));
            if (room != null) {
                room.addTo(this);
            }
        }

        @Override
        public void durable() {
            if (room != null) {
                room.happened();
            }
            state.onTheWay.remove(number, place);
            place.complete(
                    prepared.to() == null
                            ? new RecordPosition(ProducerState.NOWHERE, 0)
                            : new RecordPosition(prepared.to().id(), offset(0)));
            receipt.complete(prepared.receipt(this, 0));
        }

        @Override
        public void failed(JournalException cause) {
            refuse(Outcomes.refused(cause));
        }

        private void refuse(RuntimeException cause) {
            if (room != null) {
                room.undone();
            }
            state.notSent(number, place);
            place.completeExceptionally(cause);
            receipt.completeExceptionally(cause);
        }
    }
}
