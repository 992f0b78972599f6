package io.penstock.broker.subscription;

import io.penstock.ConsumerOptions;
import io.penstock.DeliveryHandler;
import io.penstock.PenstockException;
import io.penstock.Subscription;
import io.penstock.broker.delivery.SubscriptionEngine;
import io.penstock.broker.destination.LocalDestination;
import io.penstock.broker.destination.Subscribers;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.UnreadableEntryException;
import io.penstock.broker.loop.LoopCall;
import io.penstock.broker.routing.TopicRules;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps the subscriptions of the broker, and knows where their dead letters go. Those that are journaled change by
 * applying entries, by one thread at a time (recovery, then the journal's writer); any thread reads it.
 */
public final class SubscriptionCatalog {

    /** The number of those that are not journaled. */
    private static final int FLEETING = -1;

    private final EngineFactory factory;
    private final Lanes lanes = new Lanes();
    private final RuleConsumers consumers;
    private final Map<Integer, SubscriptionEngine> journaled = new ConcurrentHashMap<>();
    private final Map<LocalDestination, Engines> byDestination = new ConcurrentHashMap<>();

    /** The number of subscriptions that send their dead letters to a queue, by its name. */
    private final Map<String, Integer> deadLetterQueues = new ConcurrentHashMap<>();

    private volatile int nextId = 1;

    public SubscriptionCatalog(EngineFactory factory, TopicRules rules) {
        this.factory = factory;
        consumers = new RuleConsumers(rules);
    }

    /** Counts what the lanes of all destinations need of memory. */
    public Lanes lanes() {
        return lanes;
    }

    /** Makes the place for the subscriptions of a new destination. */
    public Subscribers subscribers(LocalDestination destination) {
        return byDestination.computeIfAbsent(destination, each -> new Engines(each, lanes));
    }

    private Engines of(LocalDestination destination) {
        var engines = byDestination.get(destination);
        return engines == null ? new Engines(destination) : engines;
    }

    /** The subscriptions of a destination, by name. */
    public List<SubscriptionEngine> list(LocalDestination destination) {
        return of(destination).list();
    }

    /** The subscription of that name, or null. */
    public SubscriptionEngine find(LocalDestination destination, String name) {
        return of(destination).find(name);
    }

    /** @throws PenstockException.UnknownSubscription if there is none of that name */
    public SubscriptionEngine require(LocalDestination destination, String name) {
        var engine = find(destination, name);
        if (engine == null) {
            throw new PenstockException.UnknownSubscription(destination.name(), name);
        }
        return engine;
    }

    /** The journaled subscription of that number, or null. */
    public SubscriptionEngine find(int id) {
        return journaled.get(id);
    }

    /** The subscriptions that are journaled, by number. */
    public List<SubscriptionEngine> journaled() {
        return journaled.values().stream()
                .sorted(Comparator.comparingInt(SubscriptionEngine::id))
                .toList();
    }

    /** The subscriptions that failed by themselves, and hand out nothing. */
    public List<SubscriptionEngine> withProblems() {
        return byDestination.values().stream()
                .flatMap(Engines::all)
                .filter(engine -> engine.problem() != null)
                .toList();
    }

    /** Numbers below it have been used. */
    public int nextId() {
        return nextId;
    }

    public boolean isDeadLetterQueue(String name) {
        return deadLetterQueues.containsKey(name);
    }

    /** Numbers below that one have been used. */
    public void used(int id) {
        nextId = Math.max(nextId, id);
    }

    /** A queue begins with its one subscription. */
    public void declareQueue(LocalDestination queue, int id) {
        add(id, queue, Subscription.ofQueue(queue.name()).build(), true, new long[queue.partitionCount()]);
    }

    /**
     * A subscription begins, or has other policies.
     *
     * @param destination that it names, or null if there is none
     */
    public void apply(Entry.SubscriptionDeclared entry, LocalDestination destination) {
        var subscription = entry.subscription();
        var engine = journaled.get(entry.id());
        if (engine != null) {
            redeclare(engine, subscription);
        } else if (destination == null) {
            throw new UnreadableEntryException("an entry declares subscription '" + subscription.name()
                    + "' of destination '" + subscription.destination() + "', which does not exist");
        } else {
            add(entry.id(), destination, subscription, false, entry.startOffsets());
        }
    }

    private void add(int id, LocalDestination destination, Subscription declared, boolean implicit, long[] starts) {
        var engine = factory.create(id, destination, declared, implicit, starts, null);
        journaled.put(id, engine);
        used(id + 1);
        countDeadLetterQueues(declared, 1);
        of(destination).add(engine);
        consumers.appeared(engine);
    }

    /** Changes the policies of a subscription. */
    public void redeclare(SubscriptionEngine engine, Subscription subscription) {
        countDeadLetterQueues(engine.declared(), -1);
        countDeadLetterQueues(subscription, 1);
        engine.redeclared(subscription);
    }

    public void apply(Entry.SubscriptionRemoved entry) {
        var engine = journaled.get(entry.id());
        if (engine == null) {
            throw new UnreadableEntryException("an entry names subscription " + entry.id() + ", which does not exist");
        }
        removed(engine);
    }

    private void removed(SubscriptionEngine engine) {
        journaled.remove(engine.id());
        remove(engine);
        consumers.disappeared(engine);
    }

    /** Progress of a subscription, which its loop takes in. */
    public void apply(Entry.Progress entry) {
        var engine = journaled.get(entry.subscription());
        if (engine != null) {
            engine.loop().deliver(LoopCall.of(engine, () -> engine.apply(entry)));
        } else if (entry.subscription() >= nextId) {
            throw new UnreadableEntryException(
                    "an entry names subscription " + entry.subscription() + ", which was never declared");
        }
        // Otherwise it was decided just before the subscription was removed.
    }

    /** A destination is gone, and with it all that read it. */
    public void deleted(LocalDestination destination) {
        list(destination).forEach(this::removed);
        ended(destination);
    }

    /** A wildcard subscription is gone. */
    public void ruleRemoved(String rule) {
        consumers.removed(rule);
    }

    /**
     * Adds a subscription of which nothing is journaled. From any thread.
     *
     * @param limits by partition: where it ends; null for where the log ends
     */
    public SubscriptionEngine addFleeting(
            LocalDestination destination, Subscription declared, long[] starts, long[] limits) {
        var engine = factory.create(FLEETING, destination, declared, false, starts, limits);
        countDeadLetterQueues(declared, 1);
        of(destination).add(engine);
        return engine;
    }

    /** Removes a subscription of which nothing is journaled. From any thread. */
    public void remove(SubscriptionEngine engine) {
        of(engine.destination()).remove(engine);
        engine.loop().deliver(LoopCall.of(engine, engine::ended));
        countDeadLetterQueues(engine.declared(), -1);
    }

    /** A temporary destination has ended; all that read it are removed. */
    public void ended(LocalDestination temporary) {
        var engines = byDestination.remove(temporary);
        if (engines != null) {
            engines.ended();
        }
    }

    private void countDeadLetterQueues(Subscription subscription, int change) {
        for (String name : subscription.deadLetter().queues(subscription.destination(), subscription.name())) {
            deadLetterQueues.merge(name, change, (a, b) -> a + b == 0 ? null : a + b);
        }
    }

    /** A consumer that is to join that subscription. */
    public LocalConsumer consumer(SubscriptionEngine engine, ConsumerOptions options, DeliveryHandler handler) {
        return new LocalConsumer(engine, options, handler, null, this::remove);
    }

    /**
     * Joins a subscription.
     *
     * @param engine null if there is none of that name
     * @throws PenstockException.UnknownSubscription if there is none, or not any more
     */
    public LocalConsumer consume(SubscriptionEngine engine, ConsumerOptions options, DeliveryHandler handler) {
        var consumer = engine == null ? null : consumer(engine, options, handler);
        if (consumer == null || !engine.loop().ask(consumer::join)) {
            throw new PenstockException.UnknownSubscription(options.destination(), options.subscription());
        }
        return consumer;
    }

    /**
     * Joins all topics of a wildcard subscription.
     *
     * @throws PenstockException.UnknownSubscription if there is no such rule
     */
    public RuleConsumer consume(
            ConsumerOptions options, DeliveryHandler handler, Collection<LocalDestination> destinations) {
        var consumer = new RuleConsumer(consumers, options, handler, this::remove);
        boolean joined = false;
        try {
            boolean exists = consumers.add(consumer);
            // A subscription that is declared meanwhile may come twice, and is joined once.
            for (var destination : exists ? destinations : List.<LocalDestination>of()) {
                var engine = find(destination, options.subscription());
                if (engine != null && consumers.isOfRule(engine)) {
                    consumer.joinNow(engine);
                }
            }
            joined = exists;
        } finally {
            if (!joined) {
                consumer.close();
            }
        }
        if (!joined) {
            throw new PenstockException.UnknownSubscription(options.destination(), options.subscription());
        }
        return consumer;
    }
}
