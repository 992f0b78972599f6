package io.penstock.testkit;

import io.penstock.Message;
import org.assertj.core.api.AbstractAssert;

import java.time.Duration;
import java.util.List;

/**
 * Assertions on a queue. "Holds" counts the messages that are not settled: those that wait, that are delayed, that are
 * to be retried, and those that a consumer has right now. A queue that nobody has declared holds none.
 */
public final class QueueAssert extends AbstractAssert<QueueAssert, QueueProbe> {

    private Duration patience = Eventually.PATIENCE;

    QueueAssert(QueueProbe queue) {
        super(queue, QueueAssert.class);
    }

    /** Sets how long assertions that say "eventually" wait, instead of 30 seconds. */
    public QueueAssert within(Duration time) {
        patience = time;
        return this;
    }

    /** Waits until the queue holds so many messages. */
    public QueueAssert eventuallyHolds(long messages) {
        if (!Eventually.until(patience, () -> actual.unsettled() == messages)) {
            failWithMessage(
                    "Expected queue '%s' to hold %d messages within %s, but it holds %d.",
                    actual.name(), messages, patience, actual.unsettled());
        }
        return this;
    }

    /** Waits until everything has been processed: accepted, moved to the dead letters, or expired. */
    public QueueAssert eventuallyIsEmpty() {
        return eventuallyHolds(0);
    }

    /**
     * Waits until so many messages of the queue wait for their time, because they are delayed or to be retried. Do so
     * before you move the clock after a failure: a retry counts from when the broker has heard of the failure. A
     * message that was sent with a delay counts at once, whether there is a consumer or not.
     */
    public QueueAssert eventuallyHasScheduled(long messages) {
        if (!Eventually.until(patience, () -> actual.scheduled() == messages)) {
            failWithMessage(
                    "Expected %d messages of queue '%s' to wait for their time within %s, but %d do.",
                    messages, actual.name(), patience, actual.scheduled());
        }
        return this;
    }

    /** Checks that the queue holds so many messages now. */
    public QueueAssert holds(long messages) {
        if (actual.unsettled() != messages) {
            failWithMessage(
                    "Expected queue '%s' to hold %d messages, but it holds %d.",
                    actual.name(), messages, actual.unsettled());
        }
        return this;
    }

    /** Waits until the queue holds messages with exactly these bodies as text, in whatever order. */
    public QueueAssert eventuallyHoldsBodies(String... bodies) {
        var wanted = List.of(bodies).stream().sorted().toList();
        if (!Eventually.until(patience, () -> bodies(actual.messages()).equals(wanted))) {
            failWithMessage(
                    "Expected queue '%s' to hold %s within %s, but it holds %s.",
                    actual.name(), wanted, patience, bodies(actual.messages()));
        }
        return this;
    }

    private static List<String> bodies(List<Message> messages) {
        return messages.stream()
                .map(message -> String.valueOf(message.bodyText()))
                .sorted()
                .toList();
    }
}
