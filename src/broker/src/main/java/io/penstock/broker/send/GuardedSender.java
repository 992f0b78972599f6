package io.penstock.broker.send;

import io.penstock.PenstockException;
import io.penstock.Receipt;
import io.penstock.broker.destination.RouteGuard;
import io.penstock.broker.entry.EntryCodec;
import io.penstock.broker.entry.GuaranteeEntry;
import io.penstock.broker.entry.RecordPosition;
import io.penstock.broker.guarantee.Claim;
import io.penstock.broker.loop.Outcomes;
import io.penstock.journal.JournalException;
import io.penstock.journal.frame.Append;
import io.penstock.journal.log.Log;
import io.penstock.spi.EngineReceipt;

import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Sends what is more than a record: a message whose id must be the only one, or one that is not waited for. */
final class GuardedSender {

    private final Log journal;
    private final RouteGuard routes;
    private final InstantSource clock;
    private final Supplier<PenstockException> overloaded;

    GuardedSender(Log journal, RouteGuard routes, InstantSource clock, Supplier<PenstockException> overloaded) {
        this.journal = journal;
        this.routes = routes;
        this.clock = clock;
        this.overloaded = overloaded;
    }

    Receipt send(PreparedMessage prepared) {
        while (true) {
            var append = new Guarded(prepared);
            var claim = claim(prepared, append);
            if (claim == null || claim.isOf(append)) {
                return write(append, claim);
            }
            var place = Outcomes.await(claim.place);
            if (place != null) {
                return duplicate(prepared, place);
            }
        }
    }

    private Receipt write(Guarded append, Claim claim) {
        append.claim = claim;
        int inside = routes.enter();
        try {
            append.fill();
            if (append.prepared.isWaitedFor()) {
                journal.appendAndWait(append);
            } else {
                journal.append(append);
            }
        } catch (RuntimeException e) {
            append.refuse(e);
            throw e;
        } finally {
            routes.leave(inside);
        }
        return append.prepared.isWaitedFor() || append.receipt.isCompletedExceptionally()
                ? Outcomes.await(append.receipt)
                : append.prepared.receipt(Receipt.UNKNOWN_OFFSET);
    }

    CompletableFuture<Receipt> sendAsync(PreparedMessage prepared) {
        var append = new Guarded(prepared);
        var claim = claim(prepared, append);
        if (claim == null || claim.isOf(append)) {
            return writeAsync(append, claim);
        }
        return claim.place.thenCompose(place ->
                place == null ? sendAsync(prepared) : CompletableFuture.completedFuture(duplicate(prepared, place)));
    }

    private CompletableFuture<Receipt> writeAsync(Guarded append, Claim claim) {
        append.claim = claim;
        int inside = routes.enter();
        try {
            append.fill();
            if (!journal.tryAppend(append)) {
                append.refuse(overloaded.get());
            }
        } catch (RuntimeException e) {
            append.refuse(e);
            throw e;
        } finally {
            routes.leave(inside);
        }
        return append.prepared.isWaitedFor() || append.receipt.isCompletedExceptionally()
                ? append.receipt
                : CompletableFuture.completedFuture(append.prepared.receipt(Receipt.UNKNOWN_OFFSET));
    }

    private Claim claim(PreparedMessage prepared, Object owner) {
        return prepared.unique() == null
                ? null
                : prepared.to().destination().deduplication().claim(prepared.unique(), owner, clock.millis());
    }

    private static Receipt duplicate(PreparedMessage prepared, RecordPosition place) {
        var destination = prepared.to().destination();
        destination.deduplication().countDuplicate();
        return EngineReceipt.of(prepared.id(), destination.name(), place.partition(), place.offset());
    }

    private final class Guarded extends Append {

        private PreparedMessage prepared;
        private final CompletableFuture<Receipt> receipt = new CompletableFuture<>();
        private Claim claim;

        private Guarded(PreparedMessage prepared) {
            super(prepared.forced());
            this.prepared = prepared;
        }

        /** Its id may have been waited for, and the destination may have grown meanwhile. */
        private void fill() {
            prepared = prepared.now();
            addRecord(prepared.to().id(), prepared.record());
            if (prepared.unique() != null) {
                addEntry(EntryCodec.encode(new GuaranteeEntry.Identified(
                        prepared.to().id(), 1, prepared.unique(), Math.max(0, clock.millis()))));
            }
        }

        @Override
        public void durable() {
            if (claim != null) {
                claim.sent(new RecordPosition(prepared.to().index(), offset(0)));
            }
            receipt.complete(prepared.receipt(offset(0)));
        }

        @Override
        public void failed(JournalException cause) {
            refuse(Outcomes.refused(cause));
        }

        private void refuse(RuntimeException cause) {
            if (claim != null) {
                claim.refused(cause);
            }
            receipt.completeExceptionally(cause);
        }
    }
}
