package io.penstock.broker.alert;

import io.penstock.AlertCondition;
import io.penstock.AlertRule;
import io.penstock.DestinationStatistics;
import io.penstock.DestinationStatistics.SubscriptionStatistics;
import io.penstock.PenstockException;
import io.penstock.broker.entry.EngineBounds;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Goes over all destinations again and again, some of them in each round, and compares them with the rules that are
 * for them. At the end of a sweep it resolves what fired where there is nothing any more. It belongs to the engine's
 * thread.
 */
final class Sweep {

    private final AlertSubjects subjects;
    private final AlertStates states;
    private final AlertProblems problems;

    /** The destinations that are left in this sweep. */
    private ArrayDeque<String> left = new ArrayDeque<>();

    private boolean begun;

    /** Since when a subscription has had no consumer. */
    private final Map<AlertKey, Long> unconsumed = new HashMap<>();

    /** What was looked at in this sweep, of what fires or has no consumer. */
    private final Set<AlertKey> seen = new HashSet<>();

    /** The rules that had a problem in this sweep. */
    private final Set<String> troubled = new HashSet<>();

    Sweep(AlertSubjects subjects, AlertStates states, AlertProblems problems) {
        this.subjects = subjects;
        this.states = states;
        this.problems = problems;
    }

    /** Goes on until the bound of a round is reached or the sweep has ended. */
    void round(RuleSet rules, long nowMillis) {
        if (!begun) {
            left = new ArrayDeque<>(subjects.destinations());
            begun = true;
        }
        long looks = 0;
        while (looks < EngineBounds.ALERT_LOOKS_OF_A_ROUND && !left.isEmpty()) {
            looks += look(left.remove(), rules, nowMillis);
        }
        if (left.isEmpty()) {
            end(rules, nowMillis);
            begun = false;
        }
    }

    /** Looks at one destination, and returns what that cost. A failure is told of the rules that are for it. */
    private long look(String destination, RuleSet rules, long nowMillis) {
        var matching = rules.ofSubscriptions(destination);
        if (matching.isEmpty()) {
            return 1;
        }
        DestinationStatistics statistics;
        try {
            statistics = subjects.statistics(destination);
        } catch (PenstockException.UnknownDestination e) {
            return 1;
        } catch (RuntimeException e) {
            matching.forEach(rule -> trouble(rule, destination, e));
            keepAll(destination, matching);
            return 1;
        }
        for (var rule : matching) {
            for (var subscription : statistics.subscriptions()) {
                if (rule.subscription() == null || rule.subscription().equals(subscription.name())) {
                    check(rule, destination, subscription, nowMillis);
                }
            }
        }
        return 1L
                + statistics.partitions().size()
                + (long) matching.size() * statistics.subscriptions().size();
    }

    /** What could not be looked at stays as it is. */
    private void keepAll(String destination, List<AlertRule> rules) {
        var names = rules.stream().map(AlertRule::name).toList();
        states.all().stream()
                .map(AlertKey::of)
                .filter(key -> destination.equals(key.destination()) && names.contains(key.rule()))
                .forEach(seen::add);
        unconsumed.keySet().stream()
                .filter(key -> destination.equals(key.destination()) && names.contains(key.rule()))
                .forEach(seen::add);
    }

    private void trouble(AlertRule rule, String destination, Object reason) {
        troubled.add(rule.name());
        problems.found(rule.name(), "'" + destination + "': " + reason);
    }

    private void check(AlertRule rule, String destination, SubscriptionStatistics subscription, long nowMillis) {
        var key = AlertKey.of(rule, destination, subscription.name());
        try {
            var condition = rule.condition();
            if (condition instanceof AlertCondition.OldestMessage oldest) {
                long age = subscription.oldestAgeMillis();
                if (age < 0) {
                    seen.add(key);
                    trouble(rule, destination, "the oldest message of '" + subscription.name() + "' cannot be read");
                    return;
                }
                decide(key, rule, age > oldest.olderThan().toMillis(), nowMillis, age);
            } else if (condition instanceof AlertCondition.Lag lag) {
                decide(key, rule, subscription.waiting() > lag.above(), nowMillis, subscription.waiting());
            } else if (condition instanceof AlertCondition.NoConsumer none) {
                long millis = unconsumedMillis(key, subscription.consumers(), nowMillis);
                boolean isLong = millis >= none.time().toMillis();
                // After a start it fires on until somebody consumes: the time before is not known.
                boolean goesOn = subscription.consumers() == 0 && states.isFiring(key);
                decide(key, rule, isLong || goesOn, nowMillis, millis);
            }
        } catch (RuntimeException e) {
            seen.add(key);
            trouble(rule, destination, e.getMessage());
        }
    }

    /** For how long there has been no consumer; -1 if there is one. */
    private long unconsumedMillis(AlertKey key, int consumers, long nowMillis) {
        if (consumers > 0) {
            unconsumed.remove(key);
            return -1;
        }
        if (!unconsumed.containsKey(key) && unconsumed.size() >= EngineBounds.ALERT_STATES) {
            throw new IllegalStateException(
                    "more than " + EngineBounds.ALERT_STATES + " subscriptions have no consumer");
        }
        seen.add(key);
        // A clock that was set back does not make the time negative.
        long since = unconsumed.merge(key, nowMillis, Math::min);
        return nowMillis - since;
    }

    private void decide(AlertKey key, AlertRule rule, boolean fires, long nowMillis, long value) {
        if (fires) {
            states.fire(key, rule, nowMillis, value);
            seen.add(key);
        } else {
            states.resolve(key, nowMillis, Math.max(0, value));
        }
    }

    private void end(RuleSet rules, long nowMillis) {
        var gone = new ArrayList<AlertKey>();
        for (var state : states.all()) {
            var key = AlertKey.of(state);
            if (state.isFiring() && RuleSet.isSwept(state.rule()) && !seen.contains(key)) {
                gone.add(key);
            }
        }
        gone.forEach(key -> states.resolve(key, nowMillis, 0));
        unconsumed.keySet().retainAll(seen);
        rules.swept().filter(rule -> !troubled.contains(rule.name())).forEach(rule -> problems.over(rule.name()));
        seen.clear();
        troubled.clear();
    }
}
