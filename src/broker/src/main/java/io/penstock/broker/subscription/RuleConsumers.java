package io.penstock.broker.subscription;

import io.penstock.broker.delivery.SubscriptionEngine;
import io.penstock.broker.routing.TopicRules;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Keeps the consumers of wildcard subscriptions, by the name of their rule. They are in memory only; it is safe for any
 * thread.
 */
public final class RuleConsumers {

    private final TopicRules rules;
    private final Map<String, List<RuleConsumer>> byRule = new ConcurrentHashMap<>();

    RuleConsumers(TopicRules rules) {
        this.rules = rules;
    }

    /**
     * Adds a consumer, which from here on joins new subscriptions of its rule. The result is false if the rule does not
     * exist, or not any more.
     */
    boolean add(RuleConsumer consumer) {
        String rule = consumer.options().subscription();
        if (rules.find(rule) == null) {
            return false;
        }
        byRule.computeIfAbsent(rule, name -> new CopyOnWriteArrayList<>()).add(consumer);
        if (rules.find(rule) == null) {
            remove(consumer);
            return false;
        }
        return true;
    }

    void remove(RuleConsumer consumer) {
        var others = byRule.get(consumer.options().subscription());
        if (others != null) {
            others.remove(consumer);
        }
    }

    /** Lets the consumers of a rule join a subscription of it that exists now. The journal's writer calls this. */
    void appeared(SubscriptionEngine engine) {
        if (isOfRule(engine)) {
            of(engine.name()).forEach(consumer -> consumer.join(engine));
        }
    }

    /** A subscription is gone. Told by the journal's writer. */
    void disappeared(SubscriptionEngine engine) {
        of(engine.name()).forEach(consumer -> consumer.forget(engine));
    }

    /** A rule is gone: who consumed it gets nothing more, even if there is another of its name. */
    void removed(String rule) {
        byRule.remove(rule);
    }

    boolean isOfRule(SubscriptionEngine engine) {
        return rules.owner(engine.destination().declared(), engine.name()) != null;
    }

    private List<RuleConsumer> of(String rule) {
        return byRule.getOrDefault(rule, List.of());
    }
}
