package io.penstock.broker.send;

import io.penstock.PenstockException;
import io.penstock.Receipt;
import io.penstock.broker.destination.RouteGuard;
import io.penstock.broker.guarantee.Claim;
import io.penstock.broker.limit.Demand;
import io.penstock.broker.limit.Limiter;
import io.penstock.broker.limit.ReservedRoom;
import io.penstock.broker.limit.RoomRequest;
import io.penstock.broker.loop.Outcomes;
import io.penstock.journal.JournalException;
import io.penstock.journal.frame.Append;
import io.penstock.journal.log.Log;
import io.penstock.spi.EngineReceipt;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Sends messages in one append, with their copies to all destinations of an exchange: ids are claimed, then there is
 * room for all where there are limits, then all are written.
 */
final class AtomicSender {

    private final Log journal;
    private final RouteGuard routes;
    private final Limiter limiter;
    private final InstantSource clock;
    private final Supplier<PenstockException> overloaded;
    private final BooleanSupplier isLoop;

    /** @param isLoop whether the calling thread is a dispatch loop, which must not wait for settlements */
    AtomicSender(
            Log journal,
            RouteGuard routes,
            Limiter limiter,
            InstantSource clock,
            Supplier<PenstockException> overloaded,
            BooleanSupplier isLoop) {
        this.journal = journal;
        this.routes = routes;
        this.limiter = limiter;
        this.clock = clock;
        this.overloaded = overloaded;
        this.isLoop = isLoop;
    }

    /** Waits for room, and for storage. */
    Receipt send(PreparedMessage message) {
        var sending = new Sending(List.of(message));
        for (var other = sending.claim(); other != null; other = sending.claim()) {
            other.place.handle((place, failure) -> null).join();
        }
        try {
            var demand = sending.sends.demand();
            sending.sends.enter(demand.isEmpty() ? null : await(demand));
            if (sending.sends.isNothing()) {
                sending.finish();
                return Outcomes.await(sending.receipts).get(0);
            }
            appendAndWait(sending);
        } catch (JournalException.TooLarge e) {
            sending.refuse(tooLarge(sending, e));
        } catch (RuntimeException e) {
            sending.refuse(e);
            throw e;
        }
        return Outcomes.await(sending.receipts).get(0);
    }

    private void appendAndWait(Sending sending) {
        int inside = routes.enter();
        try {
            sending.fill();
            if (sending.isWaitedFor) {
                journal.appendAndWait(sending);
            } else {
                journal.append(sending);
                sending.tellEarly();
            }
        } finally {
            routes.leave(inside);
        }
    }

    /** Waits for room, unless the calling thread must not. */
    ReservedRoom await(Demand demand) {
        return limiter.await(demand, !isLoop.getAsBoolean());
    }

    ReservedRoom enter(RoomRequest entrance) {
        return limiter.enter(entrance);
    }

    CompletableFuture<List<Receipt>> sendAsync(List<PreparedMessage> messages) {
        var sending = new Sending(messages);
        claim(sending);
        return sending.receipts;
    }

    private void claim(Sending sending) {
        var other = sending.claim();
        if (other == null) {
            enter(sending);
        } else {
            // Not on the journal's writer, which tells it: to enter may have to wait for others who do.
            other.place.whenCompleteAsync((place, failure) -> claim(sending));
        }
    }

    private void enter(Sending sending) {
        try {
            var demand = sending.sends.demand();
            var room = demand.isEmpty() ? null : limiter.enter(new Waiting(demand, sending));
            if (room != null || demand.isEmpty()) {
                sending.sends.enter(room);
                write(sending).run();
            }
        } catch (RuntimeException e) {
            sending.refuse(e);
        }
    }

    /** Returns how its sender is told, which is to be done without any lock: what he does then is his business. */
    private Runnable write(Sending sending) {
        int inside = routes.enter();
        try {
            if (sending.sends.isNothing()) {
                return sending::finish;
            }
            sending.fill();
            if (!journal.tryAppend(sending)) {
                var cause = overloaded.get();
                return () -> sending.refuse(cause);
            }
            return sending.isWaitedFor ? () -> {} : sending::tellEarly;
        } catch (JournalException.TooLarge e) {
            return () -> sending.refuse(tooLarge(sending, e));
        } catch (RuntimeException e) {
            return () -> sending.refuse(e);
        } finally {
            routes.leave(inside);
        }
    }

    private static PenstockException tooLarge(Sending sending, JournalException.TooLarge cause) {
        int records =
                sending.messages.stream().mapToInt(PreparedMessage::records).sum();
        return new PenstockException.InvalidMessage("Nothing was sent: " + sending.messages.size() + " message(s), "
                + records + " with the copies by exchanges, do not fit into the log together: " + cause.getMessage());
    }

    private final class Waiting extends RoomRequest {

        private final Sending sending;

        private Waiting(Demand demand, Sending sending) {
            super(demand, true);
            this.sending = sending;
        }

        @Override
        public Runnable admitted(ReservedRoom room) {
            sending.sends.enter(room);
            return write(sending);
        }

        @Override
        public void refused(PenstockException cause) {
            sending.refuse(cause);
        }
    }

    private final class Sending extends Append {

        private final List<PreparedMessage> messages;
        private final GuaranteedAppend sends;
        private final boolean isWaitedFor;
        private final CompletableFuture<List<Receipt>> receipts = new CompletableFuture<>();

        private Sending(List<PreparedMessage> messages) {
            super(messages.stream().anyMatch(PreparedMessage::forced));
            this.messages = messages;
            sends = new GuaranteedAppend(messages.stream()
                    .flatMap(each -> GuaranteedAppend.Item.all(each, null, 0).stream())
                    .toList());
            isWaitedFor = messages.stream().anyMatch(PreparedMessage::isWaitedFor);
        }

        private Claim claim() {
            return sends.claim(clock.millis());
        }

        private void fill() {
            sends.addTo(this, Math.max(0, clock.millis()));
        }

        /** Nobody waits for messages that do not outlive the process. */
        private void tellEarly() {
            receipts.complete(receipts());
        }

        /** Everything is written, or had been before. */
        private void finish() {
            sends.sent(this);
            receipts.complete(receipts());
        }

        /** Of all messages with their copies, as far as it is known where they lie. */
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

        /** Of one that had been sent before, of that one. */
        private Receipt receiptOfOne(PreparedMessage copy, int item) {
            var place = sends.place(item);
            return place == null
                    ? sends.to(item).receipt(copy.id(), Receipt.UNKNOWN_OFFSET)
                    : copy.to().destination().partition(place.partition()).receipt(copy.id(), place.offset());
        }

        @Override
        public void durable() {
            finish();
        }

        @Override
        public void failed(JournalException cause) {
            refuse(Outcomes.refused(cause));
        }

        private void refuse(RuntimeException cause) {
            sends.refused(cause);
            receipts.completeExceptionally(cause);
        }
    }
}
