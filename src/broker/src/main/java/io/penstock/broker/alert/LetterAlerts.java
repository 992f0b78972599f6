package io.penstock.broker.alert;

import io.penstock.AlertCondition;
import io.penstock.AlertRule;
import io.penstock.BrokerEvent;
import io.penstock.DeadLetterAlert;
import io.penstock.broker.entry.EngineBounds;
import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;

/**
 * The alerts about dead letters, those of subscriptions and those that were declared: they fire when a message dies,
 * and are resolved in rounds. Safe for use by any thread.
 */
final class LetterAlerts {

    private final AlertSubjects subjects;
    private final AlertStates states;
    private final AlertProblems problems;
    private final LetterWindows windows = new LetterWindows();
    private final ArrayDeque<AlertKey> left = new ArrayDeque<>();
    private boolean isNew;

    LetterAlerts(AlertSubjects subjects, AlertStates states, AlertProblems problems) {
        this.subjects = subjects;
        this.states = states;
        this.problems = problems;
    }

    void restore(Map<AlertKey, List<Long>> times) {
        synchronized (windows) {
            windows.restore(times);
        }
    }

    /** Counts a dead letter by a rule; true if that makes it fire. */
    boolean died(AlertRule rule, BrokerEvent.MessageDeadLettered death) {
        var key = AlertKey.of(rule, death.destination(), death.subscription());
        var alert = alert(rule);
        long now = death.at().toEpochMilli();
        synchronized (windows) {
            int before = windows.count(key, alert, now);
            if (before <= alert.moreThan()) {
                states.resolve(key, now, before);
            }
            boolean fired = states.isFiring(key);
            if (!windows.add(key, alert, now)) {
                problems.found(
                        rule.name(), "the times of more than " + EngineBounds.ALERT_LETTERS + " dead letters count");
                return false;
            }
            isNew = true;
            int letters = windows.count(key, alert, now);
            if (letters > alert.moreThan()) {
                try {
                    states.fire(key, rule, now, letters);
                } catch (IllegalStateException e) {
                    problems.found(rule.name(), e.getMessage());
                    return false;
                }
            }
            return !fired && states.isFiring(key);
        }
    }

    private static DeadLetterAlert alert(AlertRule rule) {
        return ((AlertCondition.DeadLetters) rule.condition()).alert();
    }

    /** Resolves what is over: of some of them in each round, and of those that fire in all. */
    void round(RuleSet rules, long nowMillis) {
        for (var state : states.all()) {
            var key = AlertKey.of(state);
            if (state.isFiring() && state.rule().condition() instanceof AlertCondition.DeadLetters) {
                look(key, rules, nowMillis);
            }
        }
        if (left.isEmpty()) {
            synchronized (windows) {
                left.addAll(windows.keys());
            }
        }
        for (int looks = 0; looks < EngineBounds.ALERT_LOOKS_OF_A_ROUND && !left.isEmpty(); looks++) {
            look(left.remove(), rules, nowMillis);
        }
        if (hasRoom()) {
            problems.all().keySet().stream()
                    .filter(name -> isOfSubscription(name) || isOfLetters(rules, name))
                    .forEach(problems::over);
        }
    }

    private static boolean isOfSubscription(String rule) {
        return rule.indexOf('/') >= 0;
    }

    private static boolean isOfLetters(RuleSet rules, String name) {
        return rules.find(name)
                .filter(rule -> rule.condition() instanceof AlertCondition.DeadLetters)
                .isPresent();
    }

    private boolean hasRoom() {
        synchronized (windows) {
            return windows.hasRoom();
        }
    }

    private void look(AlertKey key, RuleSet rules, long nowMillis) {
        var alert = current(key, rules);
        synchronized (windows) {
            if (alert == null) {
                windows.remove(key);
                states.resolve(key, nowMillis, 0);
                return;
            }
            int count = windows.count(key, alert, nowMillis);
            if (count <= alert.moreThan()) {
                states.resolve(key, nowMillis, count);
            }
        }
    }

    /** The alert by which the letters of that key are counted now; null if there is none any more. */
    private @Nullable DeadLetterAlert current(AlertKey key, RuleSet rules) {
        var destination = String.valueOf(key.destination());
        var subscription = String.valueOf(key.subscription());
        if (isOfSubscription(key.rule())) {
            return subjects.alertOf(destination, subscription);
        }
        return rules.ofLetters(destination, subscription).stream()
                .filter(rule -> rule.name().equals(key.rule()))
                .map(LetterAlerts::alert)
                .findFirst()
                .orElse(null);
    }

    Map<AlertKey, List<Long>> times() {
        synchronized (windows) {
            isNew = false;
            return windows.times();
        }
    }

    /** Whether there are letters that {@link #times} did not tell yet. */
    boolean isNew() {
        synchronized (windows) {
            return isNew;
        }
    }

    boolean isEmpty() {
        synchronized (windows) {
            return windows.isEmpty();
        }
    }
}
