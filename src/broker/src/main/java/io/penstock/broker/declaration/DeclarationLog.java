package io.penstock.broker.declaration;

import io.penstock.Destination;
import io.penstock.PenstockException;
import io.penstock.broker.entry.Entry;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Serialises all declarations of a broker: decisions about what refers to something else are made one at a time, new
 * partitions and subscriptions get ids that nobody else has, and entries go into the log. It is safe for any thread.
 */
public final class DeclarationLog {

    private final EntryLog log;
    private final int maxPartitions;
    private final LaneBound memory;
    private final FreeIds free = new FreeIds();
    private final AtomicInteger partitionIds;
    private final AtomicInteger subscriptionIds;

    /** The lock for decisions. No dispatch loop and not the journal's writer waits for it. */
    private final Object oneAtATime = new Object();

    /**
     * @param maxPartitions how many partitions the log has room for
     * @param nextPartitionId below it, all ids have been used
     * @param nextSubscriptionId below it, all ids have been used
     * @param memory bounds what all of them take
     */
    public DeclarationLog(
            EntryLog log, int maxPartitions, int nextPartitionId, int nextSubscriptionId, LaneBound memory) {
        this.log = log;
        this.memory = memory;
        this.maxPartitions = maxPartitions;
        partitionIds = new AtomicInteger(nextPartitionId);
        subscriptionIds = new AtomicInteger(nextSubscriptionId);
    }

    /** Runs a decision about what refers to something else that must not be deleted meanwhile: one at a time. */
    <T> T exclusively(Supplier<T> decision) {
        synchronized (oneAtATime) {
            return decision.get();
        }
    }

    int nextSubscriptionId() {
        return subscriptionIds.getAndIncrement();
    }

    /** The first of so many ids, which follow each other: used ones that are free again, if there are enough. */
    int nextPartitionIds(int count) {
        int freed = free.take(count);
        return freed >= 0 ? freed : partitionIds.getAndAdd(count);
    }

    /**
     * Partitions of a destination that is gone may have other owners, if nothing was ever written to them and nobody
     * refers to them: then neither the log nor its archive can tell them from new ones.
     */
    void release(int id) {
        free.add(id);
    }

    /** Waits until all that was appended before is in the log. It waits for storage. */
    void awaitAppended() {
        write(new Entry.IdsUsed(partitionIds.get(), 1));
    }

    /** The first of so many ids of partitions that nobody else gets, not after a restart either. Waits for storage. */
    int setAside(int ids) {
        int first = partitionIds.getAndAdd(ids);
        if (first > maxPartitions - ids) {
            throw new PenstockException.Overloaded("The log has no room for " + ids + " more partitions: "
                    + Math.max(0, maxPartitions - first) + " are left. Close temporary destinations, or use larger"
                    + " journal files.");
        }
        write(new Entry.IdsUsed(first + ids, 1));
        return first;
    }

    LaneBound memory() {
        return memory;
    }

    /**
     * @param subscriptions that read them
     * @throws PenstockException.InvalidConfiguration if there cannot be so many more partitions
     */
    void requireRoom(Destination wanted, int more, long subscriptions) {
        memory.requireRoomFor(wanted, more, subscriptions);
        if (more > maxPartitions - partitionIds.get() && more > free.size()) {
            throw new PenstockException.InvalidConfiguration("Destination '" + wanted.name() + "' asks for "
                    + Descriptions.of(wanted) + "; the log has room for "
                    + Math.max(0, maxPartitions - partitionIds.get())
                    + " more partition(s), each lane of one counted. Use fewer, or larger journal files.");
        }
    }

    /** Writes an entry as {@link EntryLog#write} does. */
    void write(Entry entry) {
        log.write(List.of(entry));
    }

    /** Writes entries as {@link EntryLog#write} does. */
    void write(List<? extends Entry> entries) {
        log.write(entries);
    }

    /** Writes entries as {@link EntryLog#append} does. */
    CompletableFuture<Void> append(List<? extends Entry> entries) {
        return log.append(entries);
    }
}
