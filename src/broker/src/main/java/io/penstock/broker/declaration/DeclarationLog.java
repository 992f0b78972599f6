package io.penstock.broker.declaration;

import io.penstock.Destination;
import io.penstock.PenstockException;
import io.penstock.broker.entry.Entry;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A declaration log is what all declarations go through: one decision at a time about what refers to something else,
 * ids that nobody else gets, and the way into the log. Safe for any thread.
 */
public final class DeclarationLog {

    private final EntryLog log;
    private final LaneBound memory;
    private final PartitionIds ids;
    private final AtomicInteger subscriptionIds;

    /** Nobody waits for it on a dispatch loop or on the writer. */
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

    /** One decision at a time about what refers to something else that must not go meanwhile. */
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

    /** As {@link EntryLog#write}. */
    void write(Entry entry) {
        log.write(List.of(entry));
    }

    /** As {@link EntryLog#write}. */
    void write(List<? extends Entry> entries) {
        log.write(entries);
    }

    /** As {@link EntryLog#append}. */
    CompletableFuture<Void> append(List<? extends Entry> entries) {
        return log.append(entries);
    }
}
