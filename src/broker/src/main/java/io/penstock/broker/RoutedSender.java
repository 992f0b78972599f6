package io.penstock.broker;

import io.penstock.PenstockException;
import io.penstock.Receipt;
import io.penstock.journal.Append;
import io.penstock.journal.JournalException;
import io.penstock.journal.Log;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Sends a message to all destinations of its exchange in one append: each has it, or none. */
final class RoutedSender {

    private final Log journal;
    private final InstantSource clock;
    private final Supplier<PenstockException> overloaded;

    RoutedSender(Log journal, InstantSource clock, Supplier<PenstockException> overloaded) {
        this.journal = journal;
        this.clock = clock;
        this.overloaded = overloaded;
    }

    /** @param mayWait whether the caller waits while the queue of the journal is full; otherwise it is refused then */
    CompletableFuture<Receipt> send(Sender.Prepared prepared, boolean mayWait) {
        if (prepared.to() == null) {
            return CompletableFuture.completedFuture(Receipt.discarded(prepared.id(), prepared.exchange()));
        }
        var sending = new Sending(prepared, new Promised(Promised.Item.all(prepared, null, 0)));
        sending.claim(mayWait);
        return sending.receipt;
    }

    private final class Sending {

        private final Sender.Prepared prepared;
        private final Promised copies;
        private final CompletableFuture<Receipt> receipt = new CompletableFuture<>();

        /** Of a message that is not waited for: what is known before it is written. */
        private Receipt early;

        private Sending(Sender.Prepared prepared, Promised copies) {
            this.prepared = prepared;
            this.copies = copies;
        }

        private void claim(boolean mayWait) {
            var other = copies.claim(clock.millis());
            if (other == null) {
                write(mayWait);
            } else {
                // Not on the journal's writer, which tells it: to append may have to wait for that.
                other.place.whenCompleteAsync((place, failure) -> claim(mayWait));
            }
        }

        private void write(boolean mayWait) {
            var append = new Copies(this, Math.max(0, clock.millis()));
            if (copies.isNothing()) {
                finish(append);
                return;
            }
            early = prepared.isWaitedFor() ? null : receipt();
            try {
                if (mayWait && prepared.isWaitedFor()) {
                    journal.appendAndWait(append);
                } else if (mayWait) {
                    journal.append(append);
                } else if (!journal.tryAppend(append)) {
                    refuse(overloaded.get());
                }
            } catch (JournalException.TooLarge e) {
                refuse(new PenstockException.InvalidMessage("The message to exchange '" + prepared.exchange()
                        + "' does not fit into the log with its "
                        + (1 + prepared.others().size()) + " copies: "
                        + e.getMessage()));
            } catch (PenstockException e) {
                refuse(e);
            } catch (RuntimeException e) {
                refuse(new PenstockException.InvalidMessage(
                        "The message to exchange '" + prepared.exchange() + "' cannot be written: " + e));
            }
            if (early != null) {
                receipt.complete(early);
            }
        }

        private void finish(Append append) {
            copies.sent(append);
            receipt.complete(early == null ? receipt() : early);
        }

        /** Of all copies, as far as it is known where they lie. */
        private Receipt receipt() {
            List<Receipt> others = new ArrayList<>(prepared.others().size());
            for (int i = 0; i < prepared.others().size(); i++) {
                others.add(receipt(prepared.others().get(i), copies.place(i + 1)));
            }
            return receipt(prepared, copies.place(0)).with(others);
        }

        /** Of a message that had been sent before, of that one. */
        private Receipt receipt(Sender.Prepared copy, Place place) {
            return place == null
                    ? copy.receipt(Receipt.UNKNOWN_OFFSET)
                    : copy.to().destination().partition(place.partition()).receipt(copy.id(), place.offset());
        }

        private void refuse(RuntimeException cause) {
            copies.refused(cause);
            receipt.completeExceptionally(cause);
        }
    }

    private static final class Copies extends Append {

        private final Sending sending;

        private Copies(Sending sending, long nowMillis) {
            super(sending.prepared.forced());
            this.sending = sending;
            sending.copies.addTo(this, nowMillis);
        }

        @Override
        protected void durable() {
            sending.finish(this);
        }

        @Override
        protected void failed(JournalException cause) {
            sending.refuse(Outcomes.refused(cause));
        }
    }
}
