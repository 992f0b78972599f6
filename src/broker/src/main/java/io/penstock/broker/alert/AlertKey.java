package io.penstock.broker.alert;

import io.penstock.AlertRule;
import io.penstock.AlertState;
import org.jspecify.annotations.Nullable;

import java.util.Comparator;

/**
 * Names what can fire: a rule, and one subscription of a destination.
 *
 * @param destination null of the disk
 * @param subscription null of the disk
 */
record AlertKey(
        String rule, @Nullable String destination, @Nullable String subscription) {

    static final Comparator<AlertKey> ORDER = Comparator.comparing(AlertKey::rule)
            .thenComparing(key -> key.destination == null ? "" : key.destination)
            .thenComparing(key -> key.subscription == null ? "" : key.subscription);

    static AlertKey of(AlertRule rule, String destination, String subscription) {
        return new AlertKey(rule.name(), destination, subscription);
    }

    static AlertKey ofDisk(AlertRule rule) {
        return new AlertKey(rule.name(), null, null);
    }

    static AlertKey of(AlertState state) {
        return new AlertKey(state.rule().name(), state.destination(), state.subscription());
    }
}
