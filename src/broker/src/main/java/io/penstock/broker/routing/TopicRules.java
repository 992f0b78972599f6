package io.penstock.broker.routing;

import io.penstock.Destination;
import io.penstock.TopicRule;

import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Keeps the wildcard subscriptions by name. It changes by applying entries, by one thread at a time; it is safe for any
 * thread to read.
 */
public final class TopicRules {

    private final ConcurrentSkipListMap<String, TopicRule> rules = new ConcurrentSkipListMap<>();

    void declared(TopicRule rule) {
        rules.put(rule.name(), rule);
    }

    void removed(String name) {
        rules.remove(name);
    }

    /** The rule of that name, or null. */
    public TopicRule find(String name) {
        return rules.get(name);
    }

    public List<TopicRule> all() {
        return List.copyOf(rules.values());
    }

    public int size() {
        return rules.size();
    }

    /** Never of a temporary topic, which has no durable subscriptions. */
    public static boolean covers(TopicRule rule, String topic) {
        return !Destination.isTemporary(topic) && PatternTrie.matches(rule.pattern(), topic);
    }

    /** The rule that a subscription of a destination belongs to, or null. */
    public TopicRule owner(Destination destination, String subscription) {
        var rule = destination.isQueue() ? null : find(subscription);
        return rule != null && covers(rule, destination.name()) ? rule : null;
    }
}
