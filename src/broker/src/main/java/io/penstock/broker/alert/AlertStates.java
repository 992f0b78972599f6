package io.penstock.broker.alert;

import io.penstock.AlertRule;
import io.penstock.AlertState;
import io.penstock.AlertStatus;
import io.penstock.broker.entry.EngineBounds;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What fires, and what was resolved lately. Safe for use by any thread; changes are told one after the other. */
final class AlertStates {

    /** How long something that is resolved is shown. */
    private static final Duration SHOWN = Duration.ofDays(1);

    private final Map<AlertKey, AlertState> states = new HashMap<>();
    private final Consumer<AlertState> changed;

    /** @param changed is told each change; it must not block */
    AlertStates(Consumer<AlertState> changed) {
        this.changed = changed;
    }

    synchronized void restore(List<AlertState> restored) {
        restored.forEach(state -> states.put(AlertKey.of(state), state));
    }

    synchronized boolean isFiring(AlertKey key) {
        var state = states.get(key);
        return state != null && state.isFiring();
    }

    /**
     * Has it fire, unless it does already.
     *
     * @throws IllegalStateException if too much fires
     */
    synchronized void fire(AlertKey key, AlertRule rule, long nowMillis, long value) {
        var existing = states.get(key);
        if (existing != null && existing.isFiring()) {
            if (!existing.rule().equals(rule)) {
                states.put(key, with(existing, rule));
            }
            return;
        }
        if (existing == null && states.size() >= EngineBounds.ALERT_STATES) {
            makeRoom();
        }
        change(
                key,
                new AlertState(
                        rule,
                        key.destination(),
                        key.subscription(),
                        AlertStatus.FIRING,
                        Instant.ofEpochMilli(nowMillis),
                        value));
    }

    private static AlertState with(AlertState state, AlertRule rule) {
        return new AlertState(
                rule, state.destination(), state.subscription(), state.status(), state.since(), state.value());
    }

    private void makeRoom() {
        var oldest = states.entrySet().stream()
                .filter(entry -> !entry.getValue().isFiring())
                .min(Comparator.comparing(entry -> entry.getValue().since()))
                .orElseThrow(() -> new IllegalStateException(
                        "more than " + EngineBounds.ALERT_STATES + " alerts fire, and no further one is kept"));
        states.remove(oldest.getKey());
    }

    /** Resolves it, if it fires. */
    synchronized void resolve(AlertKey key, long nowMillis, long value) {
        var existing = states.get(key);
        if (existing != null && existing.isFiring()) {
            change(
                    key,
                    new AlertState(
                            existing.rule(),
                            key.destination(),
                            key.subscription(),
                            AlertStatus.RESOLVED,
                            Instant.ofEpochMilli(nowMillis),
                            value));
        }
    }

    private void change(AlertKey key, AlertState state) {
        states.put(key, state);
        changed.accept(state);
    }

    /** Forgets what was resolved long ago; true if there was any. */
    synchronized boolean forgetOld(long nowMillis) {
        return states.values()
                .removeIf(state -> !state.isFiring() && state.since().toEpochMilli() < nowMillis - SHOWN.toMillis());
    }

    /** All of them, ordered by rule, destination and subscription. */
    synchronized List<AlertState> all() {
        var sorted = new TreeMap<AlertKey, AlertState>(AlertKey.ORDER);
        sorted.putAll(states);
        return List.copyOf(sorted.values());
    }

    synchronized boolean isEmpty() {
        return states.isEmpty();
    }
}
