package io.penstock.broker.subscription;

import io.penstock.Subscription;
import io.penstock.broker.delivery.SubscriptionContext;
import io.penstock.broker.delivery.SubscriptionEngine;
import io.penstock.broker.destination.LocalDestination;
import io.penstock.broker.feed.RecordSources;
import io.penstock.broker.loop.LoopCall;

import java.util.function.Supplier;

/**
 * Makes the engines of subscriptions, each for one dispatch loop. Until the log is recovered they take in their state
 * only; from then on each serves as soon as it is made.
 */
public final class EngineFactory {

    private final Supplier<SubscriptionContext> loops;

    /** The source of records by partition; null until the log is recovered. */
    private volatile RecordSources records;

    /** @param loops says which loop the next subscription belongs to */
    public EngineFactory(Supplier<SubscriptionContext> loops) {
        this.loops = loops;
    }

    /**
     * Makes an engine. The journal's writer calls this, unless the subscription is not journaled.
     *
     * @param limits by partition: where it ends for this subscription; null for where the log ends
     */
    SubscriptionEngine create(
            int id,
            LocalDestination destination,
            Subscription declared,
            boolean implicit,
            long[] starts,
            long[] limits) {
        var engine = new SubscriptionEngine(id, destination, declared, implicit, starts, limits, loops.get());
        var sources = records;
        if (sources != null) {
            engine.loop()
                    .deliver(LoopCall.of(engine, () -> engine.start(sources, new long[destination.partitionCount()])));
        }
        return engine;
    }

    /** The log is recovered: records can be read. */
    public void recovered(RecordSources sources) {
        records = sources;
    }
}
