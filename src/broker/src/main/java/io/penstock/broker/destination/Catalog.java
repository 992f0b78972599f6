package io.penstock.broker.destination;

import io.penstock.Destination;
import io.penstock.PenstockException;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.GrowthEntry;
import io.penstock.broker.entry.UnreadableEntryException;
import io.penstock.broker.routing.RoutingTable;
import io.penstock.journal.record.RecordSizes;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.function.IntToLongFunction;

/**
 * Keeps the destinations of the broker with their partitions. It changes by applying entries, by one thread at a time
 * (recovery, then the journal's writer), except for temporary destinations; any thread reads it.
 */
public final class Catalog {

    /**
     * The largest number of partitions, more than any journal file has room for: an entry that names more is damaged,
     * and must not exhaust memory.
     */
    private static final int MAX_PARTITIONS = 1 << 24;

    private final Map<String, LocalDestination> destinations = new ConcurrentSkipListMap<>();
    private final Map<String, LocalDestination> temporaries = new ConcurrentHashMap<>();
    private final RouteGuard routes = new RouteGuard();
    private final RoutingTable routing;
    private final Function<LocalDestination, Subscribers> subscribers;

    /**
     * The partitions by id. Changes are made one at a time, under {@link #changes}, and are followed by a write of the
     * field, so that other threads see them.
     */
    private volatile PartitionLog[] partitions = new PartitionLog[64];

    private final Object changes = new Object();

    /** The id of the store, known as soon as the log is open. */
    private volatile long storeId;

    private final PartitionEnds ends = new PartitionEnds();

    /** The holes of partitions, by id, whose destinations a snapshot has still to tell. */
    private final Map<Integer, Holes> restored = new HashMap<>();

    /** The oldest offset of each partition; 0 as long as the log is not open. */
    private volatile IntToLongFunction starts = id -> 0;

    private boolean restoring;
    private boolean serving;
    private volatile int nextPartitionId;

    /** @param subscribers makes the place where the subscriptions of a new destination are kept */
    public Catalog(RoutingTable routing, Function<LocalDestination, Subscribers> subscribers) {
        this.routing = routing;
        this.subscribers = subscribers;
    }

    /** The partition of that id in the journal, or null. */
    public PartitionLog partition(int id) {
        var known = partitions;
        return id < known.length ? known[id] : null;
    }

    /** The guard that a sender enters before it looks for a partition. */
    public RouteGuard routes() {
        return routes;
    }

    /** The queue or topic of that name, or null. */
    public LocalDestination find(String destination) {
        var found = destinations.get(destination);
        return found == null ? temporaries.get(destination) : found;
    }

    /** The declaration of that name, exchanges included, or null. */
    public Destination declared(String name) {
        var destination = find(name);
        var exchange = destination == null ? routing.exchange(name) : null;
        return destination != null ? destination.declared() : exchange != null ? exchange.declared() : null;
    }

    /** All declarations by name, exchanges included, without temporary destinations. */
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

    /**
     * The queue or topic of that name.
     *
     * @throws PenstockException.UnknownDestination if there is none
     */
    public LocalDestination require(String name) {
        var destination = find(name);
        if (destination == null) {
            throw missing(name);
        }
        return destination;
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

    /** Removes a temporary destination, which ends. */
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

    /** All destinations except temporary ones. */
    public Collection<LocalDestination> destinations() {
        return destinations.values();
    }

    /**
     * A snapshot follows, whose destinations may have begun long before.
     *
     * @param idsAndEnds each partition's id and end offset in turn
     */
    public void restoring(long[] idsAndEnds) {
        restoring = true;
        for (int i = 0; i < idsAndEnds.length; i += 2) {
            ends.reached((int) idsAndEnds[i], idsAndEnds[i + 1]);
        }
    }

    /** What follows is the log itself: a destination begins where its declaration stands. */
    public void restored() {
        restoring = false;
        restored.clear();
    }

    /** Ids below it have been used. */
    public int nextPartitionId() {
        return nextPartitionId;
    }

    /**
     * A destination begins, or has other policies.
     *
     * @return the new one, which nobody finds before it is {@link #publish published}; null if it exists
     * @throws UnreadableEntryException if it cannot follow what was applied before
     */
    public LocalDestination apply(Entry.DestinationDeclared entry) {
        var existing = destinations.get(entry.destination().name());
        if (existing != null) {
            existing.redeclared(entry);
            if (serving) {
                existing.countBytes();
            }
            return null;
        }
        var destination = new LocalDestination(entry, () -> storeId, routes, 0, subscribers);
        register(entry.firstPartitionId(), destination.partitions(), 0);
        return destination;
    }

    /** A new destination can be found from here on. */
    public void publish(LocalDestination destination) {
        if (serving) {
            destination.countBytes();
        }
        destinations.put(destination.name(), destination);
    }

    /** A destination is found no longer; {@link #forget} follows. */
    public LocalDestination apply(Entry.DestinationDeleted entry) {
        var destination = destinations.get(entry.name());
        if (destination == null || destination.partition(0).id() != entry.firstPartitionId()) {
            throw new UnreadableEntryException("an entry deletes '" + entry.name() + "' with partitions from "
                    + entry.firstPartitionId() + " on, which does not exist");
        }
        destinations.remove(entry.name());
        if (destination.limits() != null) {
            destination.limits().deleted();
        }
        return destination;
    }

    /** The partitions of a deleted destination are gone, and who waited for room in it waits in vain. */
    public void forget(LocalDestination deleted) {
        deleted.deleted();
        displace(deleted);
        var limits = deleted.limits();
        if (limits != null) {
            limits.tellRoomMade();
        }
    }

    /** Ids of partitions below that one have been used. */
    public void used(int partitionId) {
        nextPartitionId = Math.max(nextPartitionId, partitionId);
    }

    public void apply(Entry.DestinationExpires entry) {
        var destination = ofPartition(entry.firstPartitionId());
        if (destination != null) {
            destination.applyExpires();
        }
    }

    public void apply(Entry.VolatileSent entry) {
        var destination = ofPartition(entry.firstPartitionId());
        if (destination != null) {
            destination.volatileSent(entry.incarnation());
        }
    }

    public void apply(GrowthEntry entry) {
        var destination = ofPartition(entry.firstPartitionId());
        if (destination == null) {
            return;
        }
        if (entry instanceof GrowthEntry.Begun begun) {
            int before = destination.partitionCount();
            var table = destination.growing(begun);
            register(begun.firstNewId(), table, before);
            destination.publish(table);
        } else if (entry instanceof GrowthEntry.Over over) {
            destination.growthOver(over);
        }
        destination.tellGrown();
    }

    /** The destination with that partition; null if it was deleted just before, while the entry was on its way. */
    private LocalDestination ofPartition(int id) {
        var log = partition(id);
        if (log == null && id >= nextPartitionId) {
            throw new UnreadableEntryException("an entry names partition " + id + ", which does not exist");
        }
        return log == null ? null : log.destination();
    }

    /** @param from the index of the first one that is new */
    private void register(int firstId, PartitionTable table, int from) {
        int end = firstId + table.count() - from;
        if (end < 0 || end > MAX_PARTITIONS) {
            throw new UnreadableEntryException("an entry declares partitions from " + firstId
                    + " on, but there are never more than " + MAX_PARTITIONS);
        }
        for (int i = from; i < table.count(); i++) {
            int id = table.get(i).id();
            if (restoring) {
                table.get(i).restore(restored.getOrDefault(id, Holes.NONE));
            } else {
                table.get(i).beginAt(ends.of(id));
            }
        }
        place(table, from);
        nextPartitionId = Math.max(nextPartitionId, end);
    }

    /**
     * The log is open and has told all that is in it, but for records that a snapshot stands for.
     *
     * @param id the number of its store
     * @param startOffsets of partitions: the oldest that is still there
     * @param endOffsets of partitions
     */
    public void opened(long id, IntToLongFunction startOffsets, IntToLongFunction endOffsets) {
        storeId = id;
        starts = startOffsets;
        for (var log : partitions) {
            if (log != null) {
                setEnd(log, endOffsets.applyAsLong(log.id()));
            }
        }
    }

    /** Records have been written. */
    public void written(int partitionId, long baseOffset, int count, RecordSizes sizes) {
        var log = partition(partitionId);
        if (log == null && partitionId >= nextPartitionId) {
            throw new UnreadableEntryException("records lie in partition " + partitionId + ", which does not exist");
        }
        ends.reached(partitionId, baseOffset + count);
        if (log == null) {
            return; // They were on their way when the destination was deleted, and are gone with it.
        }
        setEnd(log, baseOffset + count);
        log.destination().written(log.index(), baseOffset, count, sizes);
    }

    /** Offsets of a partition have no record, and it goes on behind them. It may be told again. */
    public void hole(int id, long from, long to) {
        ends.passed(id, to);
        var log = partition(id);
        if (log != null) { // Otherwise, whoever owns it some day begins behind them.
            log.hole(from, to, starts);
        }
    }

    /** Partitions that nothing was written to begin at that offset. It may be told again. */
    public void unseenBegin(long offset) {
        if (!ends.unseenBegin(offset)) {
            return;
        }
        for (var log : partitions) {
            if (log != null && ends.isUnseen(log.id())) {
                log.hole(log.endOffset(), offset, starts);
            }
        }
    }

    /** The holes that there were, before the destinations that a snapshot has them of. */
    public void apply(Entry.OffsetsLost entry) {
        for (var ranges : entry.partitions()) {
            var holes = Holes.NONE;
            for (int i = 0; i < ranges.bounds().length; i += 2) {
                holes = holes.with(ranges.bounds()[i], ranges.bounds()[i + 1]);
            }
            restored.put(ranges.partition(), holes);
        }
    }

    /** The holes of all partitions, as an entry that goes before the destinations; null if there is none. */
    public Entry.OffsetsLost offsetsLost() {
        var all = Arrays.stream(partitions)
                .filter(log -> log != null && !log.destination().isTemporary())
                .map(log -> new Entry.Settled.Ranges(
                        log.id(), log.holes().from(starts.applyAsLong(log.id())).toBounds()))
                .filter(ranges -> ranges.bounds().length > 0)
                .toArray(Entry.Settled.Ranges[]::new);
        return all.length == 0 ? null : new Entry.OffsetsLost(all);
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
