package io.penstock.server.http.alert;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.penstock.AlertCondition;
import io.penstock.AlertRule;

import java.time.Duration;

/**
 * Shows an alert, with the fields by which it is declared.
 *
 * @param firing in how many places it fires
 * @param problem why it cannot be evaluated now
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AlertView(
        String name,
        String destinations,
        String subscription,
        Integer moreDeadLettersThan,
        Duration window,
        Duration oldestMessageOlderThan,
        Long lagAbove,
        Duration noConsumerFor,
        Integer diskAbove,
        long firing,
        String problem) {

    static AlertView of(AlertRule rule, long firing, String problem) {
        var condition = rule.condition();
        var letters = condition instanceof AlertCondition.DeadLetters of ? of.alert() : null;
        return new AlertView(
                rule.name(),
                condition instanceof AlertCondition.Disk ? null : rule.destinations(),
                rule.subscription(),
                letters == null ? null : letters.moreThan(),
                letters == null ? null : letters.window(),
                condition instanceof AlertCondition.OldestMessage of ? of.olderThan() : null,
                condition instanceof AlertCondition.Lag of ? of.above() : null,
                condition instanceof AlertCondition.NoConsumer of ? of.time() : null,
                condition instanceof AlertCondition.Disk of ? of.abovePercent() : null,
                firing,
                problem);
    }
}
