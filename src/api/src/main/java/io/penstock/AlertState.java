package io.penstock;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/**
 * An alert state tells whether an alert fires, of one subscription or of the disk. It survives a restart of the broker.
 *
 * @param rule as it was when the status changed
 * @param destination null if it is about the disk
 * @param subscription null if it is about the disk
 * @param since when the status became what it is
 * @param value what was measured when that was: dead letters within the window, milliseconds of age or without a
 *     consumer, messages of lag, or percent of the disk
 */
public record AlertState(
        AlertRule rule,
        @Nullable String destination,
        @Nullable String subscription,
        AlertStatus status,
        Instant since,
        long value) {

    public boolean isFiring() {
        return status == AlertStatus.FIRING;
    }

    /** Says in a sentence what was measured, and what the limit is. */
    public String sentence() {
        var condition = rule.condition();
        if (condition instanceof AlertCondition.DeadLetters letters) {
            return value + " messages of " + target() + " became dead letters within "
                    + letters.alert().window() + ", and "
                    + letters.alert().moreThan() + " are allowed.";
        }
        if (condition instanceof AlertCondition.OldestMessage oldest) {
            return "The oldest message of " + target() + " is " + time() + " old, and " + oldest.olderThan()
                    + " is allowed.";
        }
        if (condition instanceof AlertCondition.Lag lag) {
            return value + " messages of " + target() + " wait, and " + lag.above() + " are allowed.";
        }
        if (condition instanceof AlertCondition.NoConsumer none) {
            return "For " + time() + " nobody has consumed from " + target() + ", and " + none.time() + " is allowed.";
        }
        return value + " % of the disk of the log are in use, and " + ((AlertCondition.Disk) condition).abovePercent()
                + " % are allowed.";
    }

    private Duration time() {
        return Duration.ofSeconds(value / 1_000);
    }

    private String target() {
        return "subscription '" + subscription + "' of '" + destination + "'";
    }
}
