package io.penstock.server.http.alert;

import io.penstock.AlertCondition;
import io.penstock.AlertRule;
import io.penstock.DeadLetterAlert;
import io.penstock.PenstockException;
import io.penstock.server.http.request.RequestException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.function.Supplier;

/**
 * Asks for an alert to be declared. Exactly one condition is needed.
 *
 * @param destinations a name or a pattern; absent for the disk, and for dead letters of all destinations
 * @param subscription absent for all
 * @param moreDeadLettersThan condition, within the window
 * @param window absent for five minutes
 * @param oldestMessageOlderThan condition
 * @param lagAbove condition, in messages
 * @param noConsumerFor condition
 * @param diskAbove condition, in percent
 */
public record AlertRequest(
        String destinations,
        String subscription,
        Integer moreDeadLettersThan,
        Duration window,
        Duration oldestMessageOlderThan,
        Long lagAbove,
        Duration noConsumerFor,
        Integer diskAbove) {

    private static final Duration USUAL_WINDOW = Duration.ofMinutes(5);

    AlertRule named(String name) {
        return AlertRule.of(name, condition())
                .destinations(destinations)
                .subscription(subscription)
                .build();
    }

    private AlertCondition condition() {
        var conditions = new ArrayList<AlertCondition>();
        if (moreDeadLettersThan != null) {
            conditions.add(named("moreDeadLettersThan' and 'window", this::deadLetters));
        } else if (window != null) {
            throw RequestException.malformed("'window' is of no meaning without 'moreDeadLettersThan'.");
        }
        if (oldestMessageOlderThan != null) {
            conditions.add(
                    named("oldestMessageOlderThan", () -> new AlertCondition.OldestMessage(oldestMessageOlderThan)));
        }
        if (lagAbove != null) {
            conditions.add(named("lagAbove", () -> new AlertCondition.Lag(lagAbove)));
        }
        if (noConsumerFor != null) {
            conditions.add(named("noConsumerFor", () -> new AlertCondition.NoConsumer(noConsumerFor)));
        }
        if (diskAbove != null) {
            conditions.add(named("diskAbove", () -> new AlertCondition.Disk(diskAbove)));
        }
        if (conditions.size() != 1) {
            throw RequestException.malformed("The alert has " + conditions.size()
                    + " conditions: give exactly one of 'moreDeadLettersThan', 'oldestMessageOlderThan', 'lagAbove',"
                    + " 'noConsumerFor' and 'diskAbove'.");
        }
        return conditions.get(0);
    }

    private AlertCondition deadLetters() {
        return new AlertCondition.DeadLetters(
                DeadLetterAlert.of(moreDeadLettersThan, window == null ? USUAL_WINDOW : window)
                        .build());
    }

    /** Makes a condition, and says by the name of the field why it cannot be. */
    private static AlertCondition named(String field, Supplier<AlertCondition> condition) {
        try {
            return condition.get();
        } catch (PenstockException.InvalidConfiguration e) {
            throw new PenstockException.InvalidConfiguration("'" + field + "': " + e.getMessage());
        }
    }
}
