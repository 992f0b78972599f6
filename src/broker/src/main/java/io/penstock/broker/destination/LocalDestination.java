package io.penstock.broker.destination;

import io.penstock.Destination;
import io.penstock.Limits;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.EntryCodec;
import io.penstock.broker.entry.GrowthEntry;
import io.penstock.broker.entry.UnreadableEntryException;
import io.penstock.broker.guarantee.Deduplication;
import io.penstock.broker.limit.Bounded;
import io.penstock.broker.limit.DestinationLimits;
import io.penstock.broker.limit.Waiting;
import io.penstock.journal.JournalException;
import io.penstock.journal.frame.Append;
import io.penstock.journal.log.Log;
import io.penstock.journal.record.RecordSizes;

import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * A destination of this broker, with its partitions, policies and limits, and those who read it. It is safe for use by
 * any thread.
 */
public final class LocalDestination implements Bounded {

    private volatile Destination declared;
    private final LongSupplier storeId;
    private final RouteGuard routes;
    private volatile PartitionTable partitions;
    private final LongAdder sent = new LongAdder();
    private final Deduplication deduplication;

    /** Whether a message that expires by its own wish was ever sent to it; journaled. */
    private volatile boolean expires;

    private volatile boolean isExpiryNoted;

    /** The limits; null if it has none. */
    private volatile DestinationLimits limits;

    /** The last one that it had: what is on its way goes on to count. */
    private DestinationLimits lastLimits;

    /** Whether {@link #bytesTold} is kept; the journal's writer's, once recovery is complete. */
    private boolean countsBytes;

    /** The sum of the ends of its partitions. Written by the journal's writer. */
    private volatile long endTotal;

    /** The bytes of all records since bytes were first counted. */
    private volatile long bytesTold;

    private volatile boolean deleted;

    private final Subscribers subscribers;

    /** The number of a queue's own subscription. */
    private final int queueSubscription;

    private volatile int volatileIncarnation;
    private volatile boolean isVolatileNoted;

    /** The number of this one among those that used its partition; 0 if it is not temporary. */
    private final long generation;

    /**
     * @param entry that declares it
     * @param routes the broker's
     * @param generation of a temporary one, from 1 on; 0 otherwise
     * @param subscribers makes the place where its subscriptions are kept
     */
    public LocalDestination(
            Entry.DestinationDeclared entry,
            LongSupplier storeId,
            RouteGuard routes,
            long generation,
            Function<LocalDestination, Subscribers> subscribers) {
        declared = entry.destination();
        queueSubscription = entry.queueSubscription();
        this.storeId = storeId;
        this.routes = routes;
        this.generation = generation;
        isVolatileNoted = generation > 0;
        deduplication = new Deduplication(declared.effectiveDeduplication().toMillis());
        limit(declared.effectiveLimits());
        partitions = new PartitionTable(this, declared, entry.firstPartitionId(), storeId);
        this.subscribers = subscribers.apply(this);
    }

    /** Whether it was deleted: nothing may be written to its partitions any more. */
    boolean isDeleted() {
        return deleted;
    }

    /** It is found no longer. Told by the journal's writer. */
    void deleted() {
        deleted = true;
    }

    public boolean isTemporary() {
        return generation > 0;
    }

    public long generation() {
        return generation;
    }

    /** The declaration with its present policies. */
    public Destination declared() {
        return declared;
    }

    /** Changes the policies. The journal's writer calls this. */
    void redeclared(Entry.DestinationDeclared entry) {
        var other = entry.destination();
        if (entry.firstPartitionId() != partitions.get(0).id()
                || other.kind() != declared.kind()
                || other.partitions() != partitions.width()
                || other.effectivePriorities() != partitions.lanes()) {
            throw new UnreadableEntryException(
                    "an entry declares " + other + " from partition " + entry.firstPartitionId()
                            + " on, but it exists as " + declared + " from "
                            + partitions.get(0).id());
        }
        expires |= expires();
        declared = other;
        deduplication.window(other.effectiveDeduplication().toMillis());
        limit(other.effectiveLimits());
        if (lastLimits != null) {
            lastLimits.tellRoomMade();
        }
    }

    private void limit(Limits declaredLimits) {
        if (!declaredLimits.hasBounds()) {
            limits = null;
            if (lastLimits != null) {
                lastLimits.limits(declaredLimits);
            }
            return;
        }
        if (lastLimits == null) {
            lastLimits = new DestinationLimits(this, declaredLimits);
        }
        lastLimits.limits(declaredLimits);
        limits = lastLimits;
    }

    /** The limits that have to admit appends; null if there are none. */
    @Override
    public DestinationLimits limits() {
        return limits;
    }

    /** Whether some of its messages may expire: looked at for nothing otherwise. */
    public boolean expires() {
        return expires
                || declared.timeToLive() != null && !declared.timeToLive().isZero();
    }

    /** Notes that messages may expire from here on. The journal's writer calls this. */
    void applyExpires() {
        expires = true;
        subscribers.written(0);
    }

    /** Tells the log, before the first message with an expiry of its own, that there are such messages. */
    public void aboutToExpire(Log log) {
        if (isExpiryNoted || expires()) {
            return;
        }
        if (isTemporary()) {
            applyExpires();
            return;
        }
        synchronized (this) {
            if (!isExpiryNoted) {
                var noted = new Noted();
                noted.addEntry(EntryCodec.encode(
                        new Entry.DestinationExpires(partitions.get(0).id())));
                log.append(noted);
                isExpiryNoted = true;
            }
        }
    }

    /** The message with what the destination says of it. */
    public Message completed(Message message) {
        var age = declared.timeToLive();
        return age == null
                        || age.isZero()
                        || message.timeToLive().isPresent()
                        || message.expiresAt().isPresent()
                ? message
                : message.copy().timeToLive(age).build();
    }

    /** @throws PenstockException.MessageTooLarge if one of that size is more than it takes */
    public void requireFits(long messageBytes) {
        var limits = declared.limits();
        if (limits != null && limits.maxMessageBytes() > 0 && messageBytes > limits.maxMessageBytes()) {
            throw new PenstockException.MessageTooLarge(name(), messageBytes, limits.maxMessageBytes());
        }
    }

    /** A subscription has settled something. Told on its loop. */
    public void roomMade() {
        var limited = limits;
        if (limited != null) {
            limited.roomMade();
        }
    }

    /** Bytes are counted from here on, if there is a limit of them, or no longer. Told by the journal's writer. */
    void countBytes() {
        boolean wanted = declared.effectiveLimits().maxBytes() > 0;
        if (wanted != countsBytes) {
            countsBytes = wanted;
            if (wanted) {
                subscribers.beginBytes(bytesTold, endOffsets());
            } else {
                subscribers.endBytes();
            }
        }
    }

    /** Whether its subscriptions are told the sizes of records. Asked by the journal's writer. */
    public boolean countsBytes() {
        return countsBytes;
    }

    public long endTotal() {
        return endTotal;
    }

    public long bytesTold() {
        return bytesTold;
    }

    /** That many records more lie in a partition, holes left out. Told by the journal's writer. */
    public void grown(long records) {
        count(records, 0, () -> endTotal += records);
    }

    private void count(long messages, long bytes, Runnable counting) {
        if (lastLimits == null) {
            counting.run();
        } else {
            lastLimits.landed(messages, bytes, counting);
        }
    }

    @Override
    public Waiting[] waiting() {
        return subscribers.waiting();
    }

    @Override
    public boolean deliver(Runnable action) {
        return subscribers.deliver(action);
    }

    /** The number of messages that wait for the one of its protected subscriptions that has the most. */
    public long depth() {
        return Arrays.stream(waiting()).mapToLong(Waiting::messages).max().orElse(0);
    }

    /** The bytes that wait; -1 unless they are limited. Otherwise as {@link #depth}. */
    public long depthBytes() {
        return declared.effectiveLimits().maxBytes() == 0
                ? -1
                : Arrays.stream(waiting()).mapToLong(Waiting::bytes).max().orElse(0);
    }

    /** Messages that were thrown away for newer ones. */
    public long discardedByLimit() {
        return lastLimits == null ? 0 : lastLimits.discarded();
    }

    /** The memory of ids that senders set. */
    public Deduplication deduplication() {
        return deduplication;
    }

    /** The declaration that would make this destination again, with the ids that it has. */
    public Entry.DestinationDeclared asEntry() {
        return asEntry(declared);
    }

    /** Tells this destination as entries that rebuild it. */
    public void describe(Consumer<Entry> entries) {
        var table = partitions;
        entries.accept(asEntry(declared.copy().partitions(table.firstWidth()).build()));
        int first = table.get(0).id();
        for (var growth : table.growths()) {
            entries.accept(new GrowthEntry.Begun(first, growth.to(), growth.firstId()));
            if (growth.isOver()) {
                entries.accept(new GrowthEntry.Over(first, growth.ends()));
            }
        }
        if (volatileIncarnation > 0) {
            entries.accept(new Entry.VolatileSent(partitions.get(0).id(), volatileIncarnation));
        }
        if (expires) {
            entries.accept(new Entry.DestinationExpires(partitions.get(0).id()));
        }
    }

    /** Adds partitions. The journal's writer calls this, and makes them known in the catalog first. */
    public PartitionTable growing(GrowthEntry.Begun entry) {
        int width = partitions.width();
        if (entry.partitions() <= width || partitions.unfinished() != null) {
            throw new UnreadableEntryException("an entry gives '" + name() + "' " + entry.partitions()
                    + " partitions, but it has " + width + ", or grows already");
        }
        var growth = new RouteChange(width, entry.partitions(), entry.firstNewId(), null);
        return partitions.growing(this, growth, storeId);
    }

    public void publish(PartitionTable table) {
        partitions = table;
        declared = declared.copy().partitions(table.width()).build();
    }

    /** Notes that all that was routed as before the last growth lies in the log. The journal's writer calls this. */
    public void growthOver(GrowthEntry.Over entry) {
        var growth = partitions.unfinished();
        if (growth == null || entry.ends().length != growth.from() * partitions.lanes()) {
            throw new UnreadableEntryException("an entry ends a growth of '" + name() + "' that was not begun");
        }
        partitions = partitions.grown(entry.ends());
    }

    /** Tells the subscriptions how it has grown. The journal's writer calls this. */
    void tellGrown() {
        subscribers.grown();
    }

    /** The guard that a sender enters before it looks for a partition. */
    public RouteGuard routes() {
        return routes;
    }

    /** Messages that do not outlive that incarnation of the log may have been sent. Told by the journal's writer. */
    void volatileSent(int incarnation) {
        volatileIncarnation = incarnation;
    }

    /** The last incarnation of the log that had messages which do not outlive it; 0 for none. */
    public int volatileIncarnation() {
        return volatileIncarnation;
    }

    /** Tells the log, before the first volatile message of this incarnation, that there are such messages. */
    public void aboutToSendVolatile(Log log) {
        if (isVolatileNoted) {
            return;
        }
        synchronized (this) {
            if (!isVolatileNoted) {
                var noted = new Noted();
                noted.addEntry(EntryCodec.encode(
                        new Entry.VolatileSent(partitions.get(0).id(), log.incarnation())));
                log.append(noted);
                isVolatileNoted = true;
            }
        }
    }

    /** An append that nobody waits for: what comes after it in the journal shares its fate. */
    private static final class Noted extends Append {

        private Noted() {
            super(false);
        }

        @Override
        public void durable() {}

        @Override
        public void failed(JournalException cause) {}
    }

    public Entry.DestinationDeclared asEntry(Destination policies) {
        return new Entry.DestinationDeclared(policies, partitions.get(0).id(), queueSubscription);
    }

    /** Whether messages that somebody has not settled must be kept whatever the retention says. */
    public boolean hasProtectedReaders() {
        return subscribers.hasProtected();
    }

    @Override
    public String name() {
        return declared.name();
    }

    /** Partitions in the log: each lane of each partition is one. */
    public int partitionCount() {
        return partitions.count();
    }

    public PartitionLog partition(int index) {
        return partitions.get(index);
    }

    public PartitionTable partitions() {
        return partitions;
    }

    /** The partition of a message with that key; without a key, each partition in turn. */
    public PartitionLog partitionFor(byte[] key, int priority) {
        return partitions.route(key, declared.laneOf(priority));
    }

    /** The end of each partition now. */
    public long[] endOffsets() {
        return partitions.endOffsets();
    }

    /** Records have been written: told by the journal's writer. */
    public void written(int partition, long baseOffset, int count, RecordSizes sizes) {
        sent.add(count);
        if (countsBytes) {
            tell(partition, baseOffset, sizes.fieldBytes());
        }
        subscribers.written(partition);
    }

    /** A partition has more holes: these are all. Told by the journal's writer. */
    void holes(int partition, Holes all) {
        subscribers.holes(partition, all);
    }

    private void tell(int partition, long baseOffset, int[] bytes) {
        long sum = 0;
        for (int each : bytes) {
            sum += each;
        }
        long told = sum;
        count(0, told, () -> bytesTold += told);
        subscribers.sized(partition, baseOffset, bytes);
    }

    /** Begins to count. */
    public void recovered() {
        if (lastLimits != null) {
            lastLimits.recovered();
        }
        sent.reset();
        deduplication.recovered();
    }

    public long sent() {
        return sent.sum();
    }
}
