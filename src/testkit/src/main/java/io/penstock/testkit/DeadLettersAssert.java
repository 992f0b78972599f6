package io.penstock.testkit;

import org.assertj.core.api.AbstractAssert;

import java.time.Duration;

/** Assertions on the dead letters of a queue, or of a subscription of a topic. */
public final class DeadLettersAssert extends AbstractAssert<DeadLettersAssert, DeadLetterProbe> {

    private Duration patience = Eventually.PATIENCE;

    DeadLettersAssert(DeadLetterProbe letters) {
        super(letters, DeadLettersAssert.class);
    }

    /** Sets how long assertions that wait do so, instead of 30 seconds. */
    public DeadLettersAssert within(Duration time) {
        patience = time;
        return this;
    }

    /** Waits until there are so many dead letters. */
    public DeadLettersAssert eventuallyCount(int letters) {
        if (!Eventually.until(patience, () -> actual.letters().size() == letters)) {
            failWithMessage(
                    "Expected %d dead letters of '%s' within %s, but there are %d.",
                    letters, actual.name(), patience, actual.letters().size());
        }
        return this;
    }

    /** Checks that there are no dead letters now. */
    public DeadLettersAssert areNone() {
        if (!actual.letters().isEmpty()) {
            failWithMessage(
                    "Expected no dead letters of '%s', but there are %d, the first with: %s",
                    actual.name(),
                    actual.letters().size(),
                    new DeadLetterAssert(actual.letters().get(0)).description());
        }
        return this;
    }

    /** Waits until there is exactly one dead letter, and goes on with that. */
    public DeadLetterAssert single() {
        eventuallyCount(1);
        return new DeadLetterAssert(actual.letters().get(0));
    }
}
