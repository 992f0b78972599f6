package io.penstock.broker.alert;

import io.penstock.AlertCondition;
import io.penstock.AlertRule;
import io.penstock.broker.routing.PatternTrie;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The declared rules, found by the destinations that they are for. Immutable. */
final class RuleSet {

    private final Map<String, AlertRule> byName;
    private final PatternTrie<AlertRule> ofLetters = new PatternTrie<>();
    private final PatternTrie<AlertRule> ofSubscriptions = new PatternTrie<>();

    RuleSet(Map<String, AlertRule> rules) {
        byName = new TreeMap<>(rules);
        for (var rule : byName.values()) {
            if (rule.condition() instanceof AlertCondition.DeadLetters) {
                ofLetters.add(rule.destinations(), rule);
            } else if (isSwept(rule)) {
                ofSubscriptions.add(rule.destinations(), rule);
            }
        }
    }

    static RuleSet of(List<AlertRule> rules) {
        var byName = new TreeMap<String, AlertRule>();
        rules.forEach(rule -> byName.put(rule.name(), rule));
        return new RuleSet(byName);
    }

    /** Whether it is evaluated by looking at all destinations again and again. */
    static boolean isSwept(AlertRule rule) {
        var condition = rule.condition();
        return !(condition instanceof AlertCondition.DeadLetters) && !(condition instanceof AlertCondition.Disk);
    }

    RuleSet with(AlertRule rule) {
        var rules = new TreeMap<>(byName);
        rules.put(rule.name(), rule);
        return new RuleSet(rules);
    }

    RuleSet without(String name) {
        var rules = new TreeMap<>(byName);
        rules.remove(name);
        return new RuleSet(rules);
    }

    Optional<AlertRule> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    List<AlertRule> list() {
        return List.copyOf(byName.values());
    }

    Stream<AlertRule> swept() {
        return byName.values().stream().filter(RuleSet::isSwept);
    }

    Stream<AlertRule> ofDisk() {
        return byName.values().stream().filter(rule -> rule.condition() instanceof AlertCondition.Disk);
    }

    /** The rules about dead letters that are for a subscription. */
    List<AlertRule> ofLetters(String destination, String subscription) {
        var found = new ArrayList<AlertRule>();
        ofLetters.match(destination, rule -> {
            if (rule.subscription() == null || rule.subscription().equals(subscription)) {
                found.add(rule);
            }
        });
        return found;
    }

    /** The rules about lag, age and consumers that are for a destination. */
    List<AlertRule> ofSubscriptions(String destination) {
        var found = new ArrayList<AlertRule>();
        ofSubscriptions.match(destination, found::add);
        return found;
    }
}
