package io.penstock.broker.declaration;

import io.penstock.DeadLetterPolicy;
import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.PenstockException;
import io.penstock.Subscription;
import io.penstock.TemporaryDestination;
import io.penstock.broker.destination.Catalog;
import io.penstock.broker.destination.LocalDestination;
import io.penstock.broker.entry.EngineBounds;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.subscription.SubscriptionCatalog;
import io.penstock.journal.log.Log;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * Makes and ends temporary destinations. Nothing of them is journaled but their messages, which are volatile: after a
 * restart nothing is left of either. Ids of partitions are used for one after the other, since each id costs the log
 * something for ever: a partition goes on at the offset where its former owner left it, and what was on its way to that
 * one does not count, because each message names the generation that it was sent to. Safe for use by any thread.
 */
public final class TemporaryDestinations {

    /** Ids that are set aside at a time: that has to be durable, and is to be rare. */
    private static final int IDS_TOGETHER = 64;

    /** Stands for the number of a subscription that is in no log. */
    private static final int NOT_JOURNALED = -1;

    private final Catalog catalog;
    private final SubscriptionCatalog subscriptions;
    private final Log log;
    private final DeclarationLog declarations;

    /** What the names of all of them begin with. */
    private final String prefix;

    private final Queue<Integer> freeIds = new ArrayDeque<>();
    private final Map<String, Open> open = new HashMap<>();
    private long generations;
    private boolean closed;

    /** @param cell whose names no other cell's destinations may have; empty if there is no other */
    public TemporaryDestinations(
            Catalog catalog, SubscriptionCatalog subscriptions, Log log, DeclarationLog declarations, String cell) {
        this.catalog = catalog;
        this.subscriptions = subscriptions;
        this.log = log;
        this.declarations = declarations;
        prefix = Destination.TEMPORARY_PREFIX + (cell.isEmpty() ? "" : cell + ".");
    }

    public synchronized TemporaryDestination open(DestinationKind kind) {
        if (open.size() >= EngineBounds.TEMPORARY_DESTINATIONS) {
            throw new PenstockException.Overloaded(
                    "There are " + open.size() + " temporary destinations. Close some that are not needed any more.");
        }
        if (closed) {
            throw new PenstockException.Unavailable("The broker is closed.");
        }
        if (freeIds.isEmpty()) {
            int first = declarations.ids().setAside(IDS_TOGETHER);
            for (int i = 0; i < IDS_TOGETHER; i++) {
                freeIds.add(first + i);
            }
        }
        long generation = ++generations;
        String name = prefix + log.incarnation() + "-" + generation;
        var declared = Destination.builder(name, kind)
                .partitions(1)
                .deduplication(Duration.ZERO)
                .build();
        var destination = new LocalDestination(
                new Entry.DestinationDeclared(declared, freeIds.remove(), NOT_JOURNALED),
                log::storeId,
                catalog.routes(),
                generation,
                subscriptions::subscribers);
        destination.partition(0).beginAt(log.endOffset(destination.partition(0).id()));
        if (declared.isQueue()) {
            var subscription = Subscription.ofQueue(name)
                    .durable(false)
                    .deadLetter(DeadLetterPolicy.DISCARD)
                    .build();
            subscriptions.addFleeting(destination, subscription, destination.endOffsets(), null);
        }
        catalog.add(destination);
        var handle = new Open(destination);
        open.put(name, handle);
        return handle;
    }

    /** The subscription as one of a temporary destination can be. */
    static Subscription fitting(Subscription wanted) {
        if (wanted.durable()) {
            throw new PenstockException.InvalidConfiguration("Subscription '" + wanted.name() + "' of '"
                    + wanted.destination() + "' cannot be durable: its destination is temporary.");
        }
        return wanted.copy().deadLetter(DeadLetterPolicy.DISCARD).build();
    }

    private void close(Open handle) {
        var destination = handle.local;
        synchronized (this) {
            if (open.remove(destination.name()) == null) {
                return;
            }
            catalog.remove(destination);
        }
        for (var engine : subscriptions.list(destination)) {
            engine.loop().callQuietly(engine::releaseAll);
            subscriptions.remove(engine);
        }
        subscriptions.ended(destination);
        synchronized (this) {
            freeIds.add(destination.partition(0).id());
        }
    }

    /** Ends all of them, and makes no more. */
    public void close() {
        List<Open> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(open.values());
        }
        all.forEach(Open::close);
    }

    private final class Open implements TemporaryDestination {

        private final LocalDestination local;

        private Open(LocalDestination local) {
            this.local = local;
        }

        @Override
        public Destination destination() {
            return local.declared();
        }

        @Override
        public void close() {
            TemporaryDestinations.this.close(this);
        }

        @Override
        public String toString() {
            return "Temporary[" + local.declared() + "]";
        }
    }
}
