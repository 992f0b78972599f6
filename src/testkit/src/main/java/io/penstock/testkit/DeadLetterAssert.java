package io.penstock.testkit;

import io.penstock.DeadLetterReason;
import io.penstock.DeadLetterRecord;
import io.penstock.Message;
import org.assertj.core.api.AbstractAssert;

import java.util.Objects;

/** Assertions on one dead letter: why the message died, and what it was. */
public final class DeadLetterAssert extends AbstractAssert<DeadLetterAssert, Message> {

    private final DeadLetterRecord record;

    DeadLetterAssert(Message letter) {
        super(letter, DeadLetterAssert.class);
        record = DeadLetterRecord.of(letter).orElseThrow();
    }

    /** What the broker wrote down when the message died. */
    public DeadLetterRecord record() {
        return record;
    }

    String description() {
        return record.reason() + ", " + record.description();
    }

    /** Checks why the message died. */
    public DeadLetterAssert hasReason(DeadLetterReason reason) {
        if (record.reason() != reason) {
            failWithMessage("Expected a dead letter with reason %s, but it has %s.", reason, description());
        }
        return this;
    }

    /** Checks the class of the exception that the last run ended with. */
    public DeadLetterAssert hasException(Class<? extends Throwable> type) {
        if (!type.getName().equals(record.exception())) {
            failWithMessage(
                    "Expected a dead letter because of %s, but it died of %s (%s).",
                    type.getName(), record.exception(), description());
        }
        return this;
    }

    /** Checks how often a handler ran before the message died. */
    public DeadLetterAssert hasAttempts(int attempts) {
        if (record.attempts() != attempts) {
            failWithMessage(
                    "Expected a dead letter after %d attempts, but there were %d.", attempts, record.attempts());
        }
        return this;
    }

    /** Checks the body as text. */
    public DeadLetterAssert hasBody(String body) {
        if (!Objects.equals(body, actual.bodyText())) {
            failWithMessage("Expected a dead letter with body '%s', but it is '%s'.", body, actual.bodyText());
        }
        return this;
    }

    /** Checks a header as text. */
    public DeadLetterAssert hasHeader(String name, String value) {
        var found = actual.headers().get(name);
        if (!Objects.equals(value, found)) {
            failWithMessage("Expected a dead letter with header %s = '%s', but it is '%s'.", name, value, found);
        }
        return this;
    }
}
