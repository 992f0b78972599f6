package io.penstock.broker.subscription;

import io.penstock.broker.delivery.SubscriptionEngine;
import io.penstock.broker.destination.Holes;
import io.penstock.broker.destination.LocalDestination;
import io.penstock.broker.destination.Subscribers;
import io.penstock.broker.limit.Waiting;
import io.penstock.broker.loop.LoopCall;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Keeps the engines of the subscriptions of one destination, and passes to them what is written there. It is safe for
 * any thread.
 */
public final class Engines implements Subscribers {

    private final LocalDestination destination;
    private final EngineList all = new EngineList();
    private final Map<String, SubscriptionEngine> byName = new ConcurrentHashMap<>();

    /** The number of partitions that were counted. */
    private int counted;

    private final Lanes lanes;

    public Engines(LocalDestination destination) {
        this(destination, new Lanes());
    }

    /** @param lanes counts what needs memory */
    Engines(LocalDestination destination, Lanes lanes) {
        this.destination = destination;
        this.lanes = lanes;
        counted = destination.partitionCount();
        lanes.add(counted, 0);
    }

    /** The destination is gone, and all that read it. */
    synchronized void ended() {
        lanes.add(-counted, 0);
        counted = 0;
    }

    /** The engines sorted by name. */
    public List<SubscriptionEngine> list() {
        return all.stream()
                .sorted(Comparator.comparing(SubscriptionEngine::name))
                .toList();
    }

    /** The engines in no order. */
    Stream<SubscriptionEngine> all() {
        return all.stream();
    }

    /** The subscription of that name, or null. */
    public SubscriptionEngine find(String name) {
        return byName.get(name);
    }

    /** Adds an engine. The journal's writer adds one that is journaled. */
    public synchronized void add(SubscriptionEngine engine) {
        all.add(engine);
        byName.put(engine.name(), engine);
        lanes.add(0, counted);
        if (engine.isDurable() && destination.countsBytes()) {
            begin(engine, destination.bytesTold(), destination.endOffsets());
        }
    }

    public synchronized void remove(SubscriptionEngine engine) {
        engine.gone();
        byName.remove(engine.name(), engine);
        if (all.remove(engine)) {
            lanes.add(0, -counted);
        }
    }

    @Override
    public void written(int partition) {
        all.forEach(engine -> engine.written(partition));
    }

    @Override
    public void holes(int partition, Holes holes) {
        all.forEach(engine -> engine.loop().deliver(LoopCall.of(engine, () -> engine.holes(partition, holes))));
    }

    @Override
    public void sized(int partition, long baseOffset, int[] bytes) {
        tellDurable(engine -> engine.backlog().told(partition, baseOffset, bytes));
    }

    @Override
    public void beginBytes(long told, long[] ends) {
        all.stream().filter(SubscriptionEngine::isDurable).forEach(engine -> begin(engine, told, ends));
    }

    private static void begin(SubscriptionEngine engine, long told, long[] ends) {
        var own = ends.clone();
        engine.loop().deliver(LoopCall.of(engine, () -> engine.backlog().beginBytes(told, own)));
    }

    @Override
    public void endBytes() {
        tellDurable(engine -> engine.backlog().endBytes());
    }

    private void tellDurable(Consumer<SubscriptionEngine> news) {
        all.forEach(engine -> {
            if (engine.isDurable()) {
                engine.loop().deliver(LoopCall.of(engine, () -> news.accept(engine)));
            }
        });
    }

    @Override
    public void grown() {
        countGrown();
        all.forEach(engine -> engine.loop().deliver(LoopCall.of(engine, engine::grow)));
    }

    private synchronized void countGrown() {
        int more = destination.partitionCount() - counted;
        counted += more;
        lanes.add(more, (long) more * all.count());
    }

    @Override
    public Waiting[] waiting() {
        return all.stream()
                .filter(engine -> engine.declared().isProtected())
                .map(SubscriptionEngine::waiting)
                .toArray(Waiting[]::new);
    }

    @Override
    public boolean hasProtected() {
        return all.stream().anyMatch(engine -> engine.declared().isProtected());
    }

    @Override
    public boolean deliver(Runnable action) {
        var any = all.stream().findFirst();
        any.ifPresent(engine -> engine.loop().deliver(LoopCall.of(action)));
        return any.isPresent();
    }
}
