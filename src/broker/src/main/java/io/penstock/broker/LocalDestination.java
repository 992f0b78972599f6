package io.penstock.broker;

import io.penstock.Destination;
import io.penstock.journal.Append;
import io.penstock.journal.JournalException;
import io.penstock.journal.Log;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** A destination of this broker: its partitions and who reads them. Safe for use by any thread. */
final class LocalDestination {

    private volatile Destination declared;
    private final PartitionTable partitions;
    private final LongAdder sent = new LongAdder();
    private final Deduplication deduplication;
    private volatile SubscriptionEngine[] engines = {};
    private volatile int volatileIncarnation;
    private volatile boolean isVolatileNoted;

    LocalDestination(Destination declared, int firstPartitionId, LongSupplier storeId) {
        this.declared = declared;
        deduplication = new Deduplication(declared.effectiveDeduplication().toMillis());
        partitions = new PartitionTable(this, declared, firstPartitionId, storeId);
    }

    /** With the policies of now. */
    Destination declared() {
        return declared;
    }

    /** Other policies hold from now on. Told by the journal's writer. */
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
        declared = other;
        deduplication.window(other.effectiveDeduplication().toMillis());
    }

    /** What it knows of ids that senders set. */
    Deduplication deduplication() {
        return deduplication;
    }

    /** As it would be declared anew, with its ids. */
    Entry.DestinationDeclared asEntry() {
        return asEntry(declared);
    }

    /** As entries that rebuild it. */
    void describe(Consumer<Entry> entries) {
        entries.accept(asEntry());
        if (volatileIncarnation > 0) {
            entries.accept(new Entry.VolatileSent(partitions.get(0).id(), volatileIncarnation));
        }
    }

    /** Messages that do not outlive that incarnation of the log may have been sent. Told by the journal's writer. */
    void volatileSent(int incarnation) {
        volatileIncarnation = incarnation;
    }

    /** The last incarnation of the log that had messages which do not outlive it; 0 for none. */
    int volatileIncarnation() {
        return volatileIncarnation;
    }

    /** Before the first such message of this incarnation the journal is told that there are some. */
    void aboutToSendVolatile(Log journal) {
        if (isVolatileNoted) {
            return;
        }
        synchronized (this) {
            if (!isVolatileNoted) {
                var noted = new Noted();
                noted.addEntry(EntryCodec.encode(
                        new Entry.VolatileSent(partitions.get(0).id(), journal.incarnation())));
                journal.append(noted);
                isVolatileNoted = true;
            }
        }
    }

    /** Nobody waits for it: what comes after it in the journal shares its fate. */
    private static final class Noted extends Append {

        private Noted() {
            super(false);
        }

        @Override
        protected void durable() {}

        @Override
        protected void failed(JournalException cause) {}
    }

    Entry.DestinationDeclared asEntry(Destination policies) {
        return new Entry.DestinationDeclared(
                policies,
                partitions.get(0).id(),
                policies.isQueue() ? engine(name()).id() : 0);
    }

    /** Whether messages that somebody has not settled must be kept whatever the retention says. */
    boolean hasProtectedReaders() {
        return Arrays.stream(engines).anyMatch(engine -> engine.declared().isProtected());
    }

    String name() {
        return declared.name();
    }

    /** Partitions in the log: each lane of each partition is one. */
    int partitionCount() {
        return partitions.count();
    }

    PartitionLog partition(int index) {
        return partitions.get(index);
    }

    PartitionTable partitions() {
        return partitions;
    }

    /** Where a message with that key goes; without a key, to each partition in turn. */
    PartitionLog partitionFor(byte[] key, int priority) {
        return partitions.route(key, declared.laneOf(priority));
    }

    /** Where each partition ends now. */
    long[] endOffsets() {
        return partitions.endOffsets();
    }

    /** Records have been written: told by the journal's writer. */
    void written(int partition, int count) {
        sent.add(count);
        for (var engine : engines) {
            engine.written(partition);
        }
    }

    /** Counting begins now. */
    void recovered() {
        sent.reset();
        deduplication.recovered();
    }

    long sent() {
        return sent.sum();
    }

    /** By name. */
    List<SubscriptionEngine> engines() {
        return Arrays.stream(engines)
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .toList();
    }

    /** The subscription of that name, or null. */
    SubscriptionEngine engine(String name) {
        for (var engine : engines) {
            if (engine.name().equals(name)) {
                return engine;
            }
        }
        return null;
    }

    synchronized void add(SubscriptionEngine engine) {
        var more = Arrays.copyOf(engines, engines.length + 1);
        more[engines.length] = engine;
        engines = more;
    }

    synchronized void remove(SubscriptionEngine engine) {
        engines = Arrays.stream(engines).filter(other -> other != engine).toArray(SubscriptionEngine[]::new);
    }
}
