package io.penstock.broker.routing;

import io.penstock.Destination;
import io.penstock.TopicRule;
import io.penstock.broker.delivery.RuleConsumer;
import io.penstock.broker.delivery.SubscriptionEngine;
import io.penstock.broker.destination.LocalDestination;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The wildcard subscriptions, and who consumes them. The rules change by applying entries, by one thread at a time;
 * the consumers are in memory only. Safe for any thread.
 */
public final class TopicRules {

    private final ConcurrentSkipListMap<String, Known> rules = new ConcurrentSkipListMap<>();

    private static final class Known {

        private volatile TopicRule rule;
        private final List<RuleConsumer> consumers = new ArrayList<>();

        private Known(TopicRule rule) {
            this.rule = rule;
        }
    }

    void declared(TopicRule rule) {
        var known = rules.get(rule.name());
        if (known == null) {
            rules.put(rule.name(), new Known(rule));
        } else {
            known.rule = rule;
        }
    }

    void removed(String name) {
        rules.remove(name);
    }

    /** The rule of that name, or null. */
    public TopicRule find(String name) {
        var known = rules.get(name);
        return known == null ? null : known.rule;
    }

    public List<TopicRule> all() {
        return rules.values().stream().map(known -> known.rule).toList();
    }

    public int size() {
        return rules.size();
    }

    /** Never of a temporary topic, which has no durable subscriptions. */
    public static boolean covers(TopicRule rule, String topic) {
        return !Destination.isTemporary(topic) && PatternTrie.matches(rule.pattern(), topic);
    }

    /** The rule that a subscription of a topic belongs to, or null. */
    public TopicRule owner(LocalDestination destination, String subscription) {
        var rule = destination.declared().isQueue() ? null : find(subscription);
        return rule != null && covers(rule, destination.name()) ? rule : null;
    }

    /** A consumer joins what there is, and from then on what comes; false if there is no such rule (any more). */
    public boolean add(RuleConsumer consumer, Collection<LocalDestination> destinations) {
        var name = consumer.options().subscription();
        var known = rules.get(name);
        if (known == null) {
            return false;
        }
        synchronized (known.consumers) {
            known.consumers.add(consumer);
        }
        // What is declared meanwhile may be told twice, and is joined once.
        for (var destination : destinations) {
            var engine = destination.engine(name);
            if (engine != null && owner(destination, name) != null) {
                consumer.joinNow(engine);
            }
        }
        return true;
    }

    public void remove(RuleConsumer consumer) {
        var known = rules.get(consumer.options().subscription());
        if (known != null) {
            synchronized (known.consumers) {
                known.consumers.remove(consumer);
            }
        }
    }

    /** A subscription exists: the consumers of its rule, if it has one, join it. Told by the journal's writer. */
    public void appeared(SubscriptionEngine engine) {
        if (owner(engine.destination(), engine.name()) != null) {
            consumers(engine).forEach(consumer -> consumer.join(engine));
        }
    }

    /** A subscription is gone. Told by the journal's writer. */
    public void disappeared(SubscriptionEngine engine) {
        consumers(engine).forEach(consumer -> consumer.forget(engine));
    }

    private List<RuleConsumer> consumers(SubscriptionEngine engine) {
        var known = rules.get(engine.name());
        if (known == null) {
            return List.of();
        }
        synchronized (known.consumers) {
            return List.copyOf(known.consumers);
        }
    }
}
