package io.penstock.broker.send;

import io.penstock.PenstockException;
import io.penstock.Receipt;
import io.penstock.broker.destination.RoutedLog;
import io.penstock.broker.limit.Demand;
import io.penstock.broker.limit.Limiter;
import io.penstock.broker.limit.ReservedRoom;
import io.penstock.broker.limit.RoomRequest;
import io.penstock.journal.JournalException;

import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Sends messages in one append, with their copies to all destinations of an exchange: first their ids are claimed, then
 * they wait for room where there are limits, then all are written.
 */
final class AtomicSender {

    private final RoutedLog log;
    private final Limiter limiter;
    private final InstantSource clock;
    private final BooleanSupplier isLoop;

    /** @param isLoop whether the calling thread is a dispatch loop, which must not wait for settlements */
    AtomicSender(RoutedLog log, Limiter limiter, InstantSource clock, BooleanSupplier isLoop) {
        this.log = log;
        this.limiter = limiter;
        this.clock = clock;
        this.isLoop = isLoop;
    }

    /** @param waits whether the calling thread waits: for ids that others have, for room, for storage */
    Sending<List<Receipt>> send(List<PreparedMessage> messages, boolean waits) {
        var sending = new AtomicSending(messages, clock);
        claim(sending, waits);
        return sending;
    }

    private void claim(AtomicSending sending, boolean waits) {
        for (var other = sending.claim(); other != null; other = sending.claim()) {
            if (!waits) {
                // This does not run on the journal's writer, which completes the future: to enter may have to wait for
                // others who do.
                other.place.whenCompleteAsync((place, failure) -> claim(sending, false));
                return;
            }
            other.place.handle((place, failure) -> null).join();
        }
        enter(sending, waits);
    }

    private void enter(AtomicSending sending, boolean waits) {
        try {
            var demand = sending.demand();
            if (demand.isEmpty()) {
                write(sending, waits).run();
            } else {
                limiter.submit(new Entering(demand, sending, waits), waits);
            }
        } catch (RuntimeException e) {
            sending.refuse(e);
        }
    }

    /** Returns how its sender is told, which is to be done without any lock: what he does then is his business. */
    private Runnable write(AtomicSending sending, boolean waits) {
        if (sending.isNothing()) {
            return sending::finish;
        }
        try {
            if (!waits) {
                log.tryAppend(sending);
            } else if (sending.isWaitedFor()) {
                log.appendAndWait(sending);
            } else {
                log.append(sending);
            }
            return sending.isWaitedFor() ? () -> {} : sending::tellEarly;
        } catch (JournalException.TooLarge e) {
            return () -> sending.refuse(sending.tooLarge(e));
        } catch (RuntimeException e) {
            return () -> sending.refuse(e);
        }
    }

    private final class Entering extends RoomRequest {

        private final AtomicSending sending;
        private final boolean waits;

        private Entering(Demand demand, AtomicSending sending, boolean waits) {
            super(demand, !waits || !isLoop.getAsBoolean());
            this.sending = sending;
            this.waits = waits;
        }

        @Override
        public Runnable admitted(ReservedRoom room) {
            sending.enter(room);
            return write(sending, waits);
        }

        @Override
        public void refused(PenstockException cause) {
            sending.refuse(cause);
        }
    }
}
