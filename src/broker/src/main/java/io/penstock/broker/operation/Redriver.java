package io.penstock.broker.operation;

import io.penstock.DeadLetterRecord;
import io.penstock.Message;
import io.penstock.OperationKind;
import io.penstock.PenstockException;
import io.penstock.broker.delivery.SubscriptionEngine;
import io.penstock.broker.destination.Catalog;
import io.penstock.broker.destination.LocalDestination;
import io.penstock.broker.destination.PartitionLog;
import io.penstock.broker.destination.RoutedAppend;
import io.penstock.broker.destination.RoutedLog;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.EntryCodec;
import io.penstock.broker.entry.StoredOperation;
import io.penstock.broker.limit.Demand;
import io.penstock.broker.limit.Limiter;
import io.penstock.broker.limit.ReservedRoom;
import io.penstock.broker.loop.LoopCall;
import io.penstock.broker.loop.Outcomes;
import io.penstock.broker.record.JournalRecord;
import io.penstock.broker.record.MessageCodec;
import io.penstock.broker.send.Preparation;
import io.penstock.broker.subscription.SubscriptionCatalog;
import io.penstock.journal.JournalException;
import io.penstock.journal.record.EncodedRecord;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Takes dead letters out of their queue, back to the subscriptions that they failed in, or away for good. Each is moved
 * in one append.
 */
public final class Redriver {

    private final RoutedLog log;
    private final Catalog catalog;
    private final SubscriptionCatalog subscriptions;
    private final Preparation preparation;
    private final Limiter limiter;
    private final OperationEvents events;
    private final InstantSource clock;
    private final boolean forced;

    public Redriver(
            RoutedLog log,
            Catalog catalog,
            SubscriptionCatalog subscriptions,
            Preparation preparation,
            Limiter limiter,
            OperationEvents events,
            InstantSource clock,
            boolean forced) {
        this.log = log;
        this.catalog = catalog;
        this.subscriptions = subscriptions;
        this.preparation = preparation;
        this.limiter = limiter;
        this.events = events;
        this.clock = clock;
        this.forced = forced;
    }

    /**
     * The result of a step.
     *
     * @param letters how many it could be done to
     * @param stop why it was not even tried with others: where they go is full; null if all were tried
     */
    record Taken(int letters, PenstockException stop) {}

    /**
     * Does what an operation is about to letters of one partition; waits for the journal.
     *
     * <p>It can be done if nobody has them, and they have somewhere to go.
     */
    Taken take(StoredOperation operation, LocalDestination queue, List<JournalRecord> letters) {
        var engine = subscriptions.find(queue, queue.name());
        if (letters.isEmpty() || engine == null) {
            return new Taken(0, null);
        }
        int partition = letters.get(0).partition();
        var possible = new ArrayList<Way>();
        for (var letter : letters) {
            var origin = operation.kind() == OperationKind.REDRIVE ? origin(letter.message()) : null;
            if (operation.kind() == OperationKind.DISCARD) {
                possible.add(new Way(letter, null));
            } else if (origin != null) {
                possible.add(new Way(letter, preparation.route(origin, letter.message())));
            }
        }
        var offsets = possible.stream().map(each -> each.letter().offset()).toList();
        var claimed = engine.loop().ask(() -> engine.claims().claim(partition, offsets));
        var appends = new ArrayList<Taking>(claimed.size());
        PenstockException stop = null;
        var untouched = new ArrayList<Long>();
        for (var each : possible) {
            if (!claimed.contains(each.letter().offset())) {
                continue;
            }
            if (stop != null) {
                untouched.add(each.letter().offset());
                continue;
            }
            try {
                var append = new Taking(operation, engine, each);
                appends.add(append);
                log.append(append);
            } catch (PenstockException.LimitReached e) {
                stop = e;
                untouched.add(each.letter().offset());
            }
        }
        if (stop != null) {
            engine.loop().callQuietly(() -> engine.claims().unclaim(partition, untouched));
        }
        for (var append : appends) {
            Outcomes.await(append.done);
            if (append.to != null) {
                events.redriven(operation, append.letter.message());
            }
        }
        return new Taken(appends.size(), stop);
    }

    /** The destination that a letter goes back to, or null if it, or the subscription, is gone. */
    private LocalDestination origin(Message letter) {
        var record = DeadLetterRecord.of(letter).orElseThrow();
        var origin = catalog.find(record.originDestination());
        boolean isGone = origin == null || subscriptions.find(origin, record.originSubscription()) == null;
        return isGone ? null : origin;
    }

    /** A dead letter, and the partition that it goes back to; null if it is discarded. */
    private record Way(JournalRecord letter, PartitionLog to) {}

    /**
     * The append that takes a dead letter out of its queue, counts it, and perhaps puts it back: all of that, or
     * nothing.
     */
    private final class Taking extends RoutedAppend {

        private final StoredOperation operation;
        private final SubscriptionEngine engine;
        private final JournalRecord letter;
        private final CompletableFuture<Void> done = new CompletableFuture<>();

        /** The partition that the letter goes back to; null if it is thrown away. */
        private final PartitionLog to;

        private final EncodedRecord record;
        private final ReservedRoom room;

        private Taking(StoredOperation operation, SubscriptionEngine engine, Way way) {
            super(forced);
            this.operation = operation;
            this.engine = engine;
            letter = way.letter();
            to = way.to();
            record = to == null ? null : record(to.destination());
            room = to == null ? null : limiter.atOnce(Demand.of(to.destination(), record.bytes().length));
        }

        private EncodedRecord record(LocalDestination origin) {
            var dead = DeadLetterRecord.of(letter.message()).orElseThrow();
            var target = origin.declared().isQueue() ? null : dead.originSubscription();
            var message = preparation.completed(origin, revived(letter.message(), dead));
            return MessageCodec.encode(message, target, clock.millis());
        }

        @Override
        protected boolean route() {
            if (to != null) {
                addRecord(to.now(record).id(), record);
            }
            if (room != null) {
                room.addTo(this);
            }
            addEntry(EntryCodec.encode(Entry.Settled.one(engine.id(), letter.partition(), letter.offset())));
            addEntry(EntryCodec.encode(new Entry.OperationCounted(operation.id(), 1)));
            return true;
        }

        private Message revived(Message dead, DeadLetterRecord record) {
            var message = dead.copyTo(record.originDestination()).expiresAt(null);
            for (String name : dead.headers().names()) {
                if (name.startsWith(DeadLetterRecord.HEADER_PREFIX)) {
                    message.withoutHeader(name);
                }
            }
            return message.header(DeadLetterRecord.REDRIVES, Integer.toString(record.redrives() + 1))
                    .build();
        }

        /** No more than the dead letters that are there; to be settled, they have to get out of their queue. */
        @Override
        public boolean mayUseReserve() {
            return true;
        }

        @Override
        public boolean isOfStored() {
            return true;
        }

        @Override
        public void durable() {
            if (room != null) {
                room.happened();
            }
            engine.loop()
                    .deliver(LoopCall.of(
                            engine, () -> engine.claims().claimSettled(letter.partition(), letter.offset())));
            done.complete(null);
        }

        @Override
        public void failed(JournalException cause) {
            if (room != null) {
                room.undone();
            }
            done.completeExceptionally(Outcomes.refused(cause));
        }
    }
}
