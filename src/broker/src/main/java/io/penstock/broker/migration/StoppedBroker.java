package io.penstock.broker.migration;

import io.penstock.PenstockException;
import io.penstock.broker.delivery.SubscriptionLoops;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.SnapshotFormat;
import io.penstock.broker.feed.ScheduledBound;
import io.penstock.broker.loop.Loops;
import io.penstock.broker.loop.Ticks;
import io.penstock.broker.recovery.BrokerRecovery;
import io.penstock.broker.recovery.BrokerState;
import io.penstock.broker.subscription.EngineFactory;
import io.penstock.journal.JournalException;
import io.penstock.journal.archive.PartitionPlan;
import io.penstock.journal.log.Log;
import io.penstock.journal.log.LogOwner;

import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * What a broker knows, and its log, while it serves nobody: nothing is handed out, settled, fired or expires. What is
 * appended to the log becomes part of the state. It is used by one thread.
 */
public final class StoppedBroker implements AutoCloseable {

    private final BrokerState state;
    private final LogOwner owner;
    private final Log log;

    private StoppedBroker(BrokerState state, LogOwner owner, Log log) {
        this.state = state;
        this.owner = owner;
        this.log = log;
    }

    /**
     * Opens a log, and takes in what it tells.
     *
     * @param source opens the log, which asks its owner for nothing but its plans and its state: nothing gets old
     * @throws PenstockException.StorageUnusable if the log, or what is in it, cannot be used
     */
    public static StoppedBroker open(InstantSource clock, Function<LogOwner, Log> source) {
        // The loops are not started: what they are told is done at once, by whoever tells it.
        var loops = new Loops(clock, Ticks.of(clock), failure -> {});
        var memory = new ScheduledBound(Runtime.getRuntime().maxMemory());
        var engines = new EngineFactory(new SubscriptionLoops(loops, true, memory)::assign);
        var state = BrokerState.empty(engines);
        var ownerOf = new LogOwner[1];
        var log = new BrokerRecovery(state, engines).open(null, owner -> {
            ownerOf[0] = owner;
            return source.apply(owner);
        });
        return new StoppedBroker(state, ownerOf[0], log);
    }

    BrokerState state() {
        return state;
    }

    Log log() {
        return log;
    }

    /** How the partition of that id is kept; null if there is none. */
    PartitionPlan plan(int partition) {
        return owner.plan(partition);
    }

    /** The id that the log was made with, which identifies it among all others. */
    public long storeId() {
        return log.storeId();
    }

    /** Whether nothing was ever declared in it. */
    public boolean isEmpty() {
        return state.destinations().nextPartitionId() == 0
                && state.destinations().declared().isEmpty();
    }

    /** All of its state as entries, in an order in which they can be applied. Nothing may be on its way to the log. */
    List<Entry> entries() {
        var entries = new ArrayList<Entry>();
        try {
            byte[] snapshot = owner.snapshot().toCompletableFuture().join();
            SnapshotFormat.read(ByteBuffer.wrap(snapshot), entries::add);
        } catch (CompletionException e) {
            throw new JournalException("The state cannot be described: " + e.getCause(), e.getCause());
        }
        return entries;
    }

    @Override
    public void close() {
        log.close();
    }
}
