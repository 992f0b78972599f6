package io.penstock.broker.declaration;

import io.penstock.Destination;
import io.penstock.PenstockException;
import io.penstock.broker.destination.LocalDestination;
import io.penstock.broker.destination.PartitionPlans;
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
    private final LaneBound memory;
    private final PartitionIds ids;
    private final AtomicInteger subscriptionIds;

    /** The lock for decisions. No dispatch loop and not the journal's writer waits for it. */
    private final Object oneAtATime = new Object();

    /**
     * @param ids of partitions
     * @param nextSubscriptionId below it, all ids have been used
     * @param memory bounds what all of them take
     */
    public DeclarationLog(EntryLog log, PartitionIds ids, int nextSubscriptionId, LaneBound memory) {
        this.log = log;
        this.ids = ids;
        this.memory = memory;
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

    /** The ids of partitions. */
    PartitionIds ids() {
        return ids;
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
        ids.requireRoom(wanted, more);
    }

    /**
     * Makes the partitions of a destination as it is to be, as {@link EntryLog#provision} does.
     *
     * @param firstId of its first partition
     * @param protectedReaders whether it has subscriptions that must not lose a message
     */
    CompletableFuture<Void> provision(Destination wanted, int firstId, boolean protectedReaders) {
        return log.provision(PartitionPlans.ofFirst(wanted, firstId, protectedReaders), wanted.partitionNumbers());
    }

    /** Gives up the partitions of a deleted destination, as {@link EntryLog#drop} does. */
    void drop(LocalDestination deleted) {
        log.drop(PartitionPlans.of(deleted.partition(0)), deleted.partitionCount());
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
