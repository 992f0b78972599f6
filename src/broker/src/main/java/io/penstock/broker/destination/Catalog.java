package io.penstock.broker.destination;

import io.penstock.Destination;
import io.penstock.PenstockException;
import io.penstock.Subscription;
import io.penstock.broker.delivery.SubscriptionEngine;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.GrowthEntry;
import io.penstock.broker.entry.RoutingEntry;
import io.penstock.broker.entry.UnreadableEntryException;
import io.penstock.broker.loop.LoopCall;
import io.penstock.broker.operation.OperationLog;
import io.penstock.broker.routing.RoutingTable;
import io.penstock.broker.schedule.Timetable;
import io.penstock.journal.record.RecordSizes;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.IntToLongFunction;
import java.util.function.LongSupplier;

/**
 * What exists: destinations, partitions, subscriptions. Changed by applying entries, by one thread at a time (recovery,
 * then the journal's writer); read by any thread.
 */
public final class Catalog {

    /** More than any journal file has room for: an entry that names more is damaged, and must not exhaust memory. */
    private static final int MAX_PARTITIONS = 1 << 24;

    private final Map<String, LocalDestination> destinations = new ConcurrentSkipListMap<>();
    private final Map<String, LocalDestination> temporaries = new ConcurrentHashMap<>();
    private final Map<Integer, SubscriptionEngine> engines = new ConcurrentHashMap<>();
    private final Timetable timetable = new Timetable();
    private final OperationLog ledger = new OperationLog();

    /** How many subscriptions send their dead letters to a queue. */
    private final Map<String, Integer> deadLetterQueues = new ConcurrentHashMap<>();

    private final RouteGuard routes = new RouteGuard();
    private final Guarantees guarantees = new Guarantees(this);
    private final RoutingTable routing = new RoutingTable();
    private final LongSupplier storeId;
    private final Engines factory;

    /**
     * By id. A change of what it holds is followed by a write of the field, so that other threads see it; one change at
     * a time, under {@link #changes}.
     */
    private volatile PartitionLog[] partitions = new PartitionLog[64];

    private final Object changes = new Object();

    private boolean serving;
    private volatile int nextPartitionId;
    private volatile int nextSubscriptionId = 1;

    /** Makes the engines of subscriptions. */
    public interface Engines {

        SubscriptionEngine create(
                int id,
                LocalDestination destination,
                Subscription declared,
                boolean implicit,
                long[] starts,
                long[] limits);
    }

    public Catalog(LongSupplier storeId, Engines factory) {
        this.storeId = storeId;
        this.factory = factory;
    }

    /** The partition of that id in the journal, or null. */
    public PartitionLog partition(int id) {
        var known = partitions;
        return id < known.length ? known[id] : null;
    }

    /** Whoever sends enters it before it asks where to. */
    public RouteGuard routes() {
        return routes;
    }

    public Timetable timetable() {
        return timetable;
    }

    public OperationLog ledger() {
        return ledger;
    }

    /** The queue or topic of that name, or null. */
    public LocalDestination find(String destination) {
        var found = destinations.get(destination);
        return found == null ? temporaries.get(destination) : found;
    }

    /** What is declared of that name, exchanges included, or null. */
    public Destination declared(String name) {
        var destination = find(name);
        var exchange = destination == null ? routing.exchange(name) : null;
        return destination != null ? destination.declared() : exchange != null ? exchange.declared() : null;
    }

    /** All that is declared, exchanges included, by name; without the temporary ones. */
    public List<Destination> declared() {
        var all = new TreeMap<String, Destination>();
        destinations.forEach((name, destination) -> all.put(name, destination.declared()));
        routing.exchanges().forEach(exchange -> all.put(exchange.name(), exchange.declared()));
        return List.copyOf(all.values());
    }

    /** Why {@link #find} found nothing where a queue or a topic is needed. */
    public PenstockException missing(String name) {
        return routing.exchange(name) == null
                ? new PenstockException.UnknownDestination(name)
                : new PenstockException.Conflict("'" + name + "' is an exchange: it has no messages, no partitions and"
                        + " no subscriptions. Use the queues and topics that it is bound to.");
    }

    /** Exchanges, bindings, wildcard subscriptions. */
    public RoutingTable routing() {
        return routing;
    }

    /** A temporary destination begins. From any thread; its ids are set aside. */
    public void add(LocalDestination temporary) {
        place(temporary.partitions(), 0);
        temporaries.put(temporary.name(), temporary);
    }

    /** It ends. */
    public void remove(LocalDestination temporary) {
        temporaries.remove(temporary.name());
        displace(temporary);
    }

    /** @param from the index of the first one that is new */
    private void place(PartitionTable table, int from) {
        int end = table.get(table.count() - 1).id() + 1;
        synchronized (changes) {
            var known = partitions;
            if (end > known.length) {
                known = Arrays.copyOf(known, Math.max(end, 2 * known.length));
            }
            for (int i = from; i < table.count(); i++) {
                known[table.get(i).id()] = table.get(i);
            }
            partitions = known;
        }
    }

    private void displace(LocalDestination destination) {
        synchronized (changes) {
            var known = partitions;
            for (int i = 0; i < destination.partitionCount(); i++) {
                known[destination.partition(i).id()] = null;
            }
            partitions = known;
        }
    }

    /** Without the temporary ones. */
    public Collection<LocalDestination> destinations() {
        return destinations.values();
    }

    /** Ids, producers, prepared transactions. */
    public Guarantees guarantees() {
        return guarantees;
    }

    /** The journaled subscription of that id, or null. */
    public SubscriptionEngine engine(int id) {
        return engines.get(id);
    }

    /** Those that are journaled, by id. */
    public List<SubscriptionEngine> engines() {
        return engines.values().stream()
                .sorted((a, b) -> Integer.compare(a.id(), b.id()))
                .toList();
    }

    /** Ids below it have been used. */
    public int nextPartitionId() {
        return nextPartitionId;
    }

    public int nextSubscriptionId() {
        return nextSubscriptionId;
    }

    public boolean isDeadLetterQueue(String name) {
        return deadLetterQueues.containsKey(name);
    }

    /** @throws UnreadableEntryException if it cannot follow what was applied before */
    public void apply(Entry entry) {
        if (entry instanceof Entry.Progress progress) {
            apply(progress);
        } else if (entry instanceof Entry.Guarantee guarantee) {
            guarantees.apply(guarantee);
        } else if (entry instanceof Entry.DestinationDeclared declared) {
            apply(declared);
        } else if (entry instanceof Entry.SubscriptionDeclared declared) {
            apply(declared);
        } else if (entry instanceof Entry.SubscriptionRemoved removed) {
            var engine = known(removed.id());
            engines.remove(removed.id());
            engine.destination().remove(engine);
            countDeadLetterQueue(engine.declared(), -1);
            routing.rules().disappeared(engine);
        } else if (entry instanceof RoutingEntry change) {
            routing.apply(change);
        } else if (entry instanceof Entry.Scheduling scheduling) {
            timetable.apply(scheduling);
        } else if (entry instanceof Entry.DestinationDeleted deleted) {
            apply(deleted);
        } else if (entry instanceof GrowthEntry growth) {
            apply(growth);
        } else if (entry instanceof Entry.VolatileSent sent) {
            apply(sent);
        } else if (entry instanceof Entry.Operating operating) {
            ledger.apply(operating);
        } else if (entry instanceof Entry.DestinationExpires expires) {
            var log = partition(expires.firstPartitionId());
            if (log != null) {
                log.destination().applyExpires();
            } else if (expires.firstPartitionId() >= nextPartitionId) {
                throw new UnreadableEntryException(
                        "an entry names partition " + expires.firstPartitionId() + ", which does not exist");
            }
            // Otherwise the destination was deleted just before.
        } else if (entry instanceof Entry.IdsUsed ids) {
            nextPartitionId = Math.max(nextPartitionId, ids.nextPartitionId());
            nextSubscriptionId = Math.max(nextSubscriptionId, ids.nextSubscriptionId());
        }
    }

    private void apply(Entry.Progress entry) {
        var engine = engines.get(entry.subscription());
        if (engine != null) {
            engine.loop().deliver(LoopCall.of(() -> engine.apply(entry)));
        } else if (entry.subscription() >= nextSubscriptionId) {
            throw new UnreadableEntryException(
                    "an entry names subscription " + entry.subscription() + ", which was never declared");
        }
        // Otherwise it was decided just before the subscription was removed.
    }

    private SubscriptionEngine known(int id) {
        var engine = engines.get(id);
        if (engine == null) {
            throw new UnreadableEntryException("an entry names subscription " + id + ", which does not exist");
        }
        return engine;
    }

    private void apply(Entry.DestinationDeclared entry) {
        var declared = entry.destination();
        var existing = destinations.get(declared.name());
        if (existing != null) {
            existing.redeclared(entry);
            if (serving) {
                existing.countBytes();
            }
            return;
        }
        var destination = new LocalDestination(declared, entry.firstPartitionId(), storeId, routes, 0);
        register(entry.firstPartitionId(), destination.partitions(), 0);
        if (declared.isQueue()) {
            var subscription = Subscription.ofQueue(declared.name()).build();
            add(entry.queueSubscription(), destination, subscription, true, new long[destination.partitionCount()]);
        }
        if (serving) {
            destination.countBytes();
        }
        destinations.put(declared.name(), destination);
    }

    private void apply(Entry.DestinationDeleted entry) {
        var destination = destinations.get(entry.name());
        if (destination == null || destination.partition(0).id() != entry.firstPartitionId()) {
            throw new UnreadableEntryException("an entry deletes '" + entry.name() + "' with partitions from "
                    + entry.firstPartitionId() + " on, which does not exist");
        }
        destinations.remove(entry.name());
        for (var engine : destination.engines()) {
            engines.remove(engine.id());
            destination.remove(engine);
            countDeadLetterQueue(engine.declared(), -1);
            routing.rules().disappeared(engine);
        }
        routing.destinationDeleted(entry.name());
        displace(destination);
        var admission = destination.admission();
        if (admission != null) {
            admission.tellRoomMade();
        }
    }

    /** @param from the index of the first one that is new */
    private void register(int firstId, PartitionTable table, int from) {
        int end = firstId + table.count() - from;
        if (end < 0 || end > MAX_PARTITIONS) {
            throw new UnreadableEntryException("an entry declares partitions from " + firstId
                    + " on, but there are never more than " + MAX_PARTITIONS);
        }
        place(table, from);
        nextPartitionId = Math.max(nextPartitionId, end);
    }

    private void apply(GrowthEntry entry) {
        var log = partition(entry.firstPartitionId());
        if (log == null && entry.firstPartitionId() < nextPartitionId) {
            return; // It was on its way when the destination was deleted.
        }
        if (log == null) {
            throw new UnreadableEntryException(
                    "an entry names partition " + entry.firstPartitionId() + ", which does not exist");
        }
        var destination = log.destination();
        if (entry instanceof GrowthEntry.Begun begun) {
            int before = destination.partitionCount();
            var table = destination.growing(begun);
            register(begun.firstNewId(), table, before);
            destination.publish(table);
        } else if (entry instanceof GrowthEntry.Over over) {
            destination.growthOver(over);
        }
        destination.engines().forEach(engine -> engine.loop().deliver(LoopCall.of(engine::grow)));
    }

    private void apply(Entry.VolatileSent entry) {
        var log = partition(entry.firstPartitionId());
        if (log != null) {
            log.destination().volatileSent(entry.incarnation());
        } else if (entry.firstPartitionId() >= nextPartitionId) {
            throw new UnreadableEntryException(
                    "an entry names partition " + entry.firstPartitionId() + ", which does not exist");
        }
        // Otherwise it was on its way when the destination was deleted.
    }

    private void apply(Entry.SubscriptionDeclared entry) {
        var subscription = entry.subscription();
        var engine = engines.get(entry.id());
        if (engine != null) {
            countDeadLetterQueue(engine.declared(), -1);
            countDeadLetterQueue(subscription, 1);
            engine.redeclared(subscription);
            return;
        }
        var destination = destinations.get(subscription.destination());
        if (destination == null) {
            throw new UnreadableEntryException("an entry declares subscription '" + subscription.name()
                    + "' of destination '" + subscription.destination() + "', which does not exist");
        }
        add(entry.id(), destination, subscription, false, entry.startOffsets());
    }

    private void add(int id, LocalDestination destination, Subscription declared, boolean implicit, long[] starts) {
        var engine = factory.create(id, destination, declared, implicit, starts, null);
        engines.put(id, engine);
        nextSubscriptionId = Math.max(nextSubscriptionId, id + 1);
        countDeadLetterQueue(declared, 1);
        destination.add(engine);
        routing.rules().appeared(engine);
    }

    /** A subscription's policy names queues, or no longer does. */
    public void countDeadLetterQueue(Subscription subscription, int change) {
        for (String name : subscription.deadLetter().queues(subscription.destination(), subscription.name())) {
            deadLetterQueues.merge(name, change, (a, b) -> a + b == 0 ? null : a + b);
        }
    }

    /** Recovery is complete: records that a snapshot stands for were not told one by one. */
    public void loadEnds(IntToLongFunction endOffsets) {
        for (var log : partitions) {
            if (log != null) {
                setEnd(log, endOffsets.applyAsLong(log.id()));
            }
        }
    }

    /** Records have been written. */
    public void written(int partitionId, long baseOffset, int count, RecordSizes sizes) {
        var log = partition(partitionId);
        if (log == null && partitionId < nextPartitionId) {
            return; // They were on their way when the destination was deleted, and are gone with it.
        }
        if (log == null) {
            throw new UnreadableEntryException("records lie in partition " + partitionId + ", which does not exist");
        }
        setEnd(log, baseOffset + count);
        log.destination().written(log.index(), baseOffset, count, sizes);
    }

    private static void setEnd(PartitionLog log, long offset) {
        long before = log.endOffset();
        log.endOffset(offset);
        log.destination().grown(offset - before);
    }

    /** Recovery is complete, and everybody serves: from here on what is written is counted as it is told. */
    public void serve() {
        serving = true;
        destinations.values().forEach(LocalDestination::countBytes);
    }
}
