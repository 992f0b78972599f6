package io.penstock.testkit;

import io.penstock.Broker;
import io.penstock.DeadLetterRecord;
import io.penstock.Message;
import io.penstock.Subscription;

import java.util.List;
import java.util.Objects;

/**
 * A probe looks at the dead letters of one queue, or of one subscription of a topic, for {@link PenstockAssertions}. It
 * finds them wherever the policy of the subscription sends them.
 */
public final class DeadLetterProbe {

    private final Broker broker;
    private final String source;
    private final String subscription;

    DeadLetterProbe(Broker broker, String source, String subscription) {
        this.broker = Objects.requireNonNull(broker, "broker");
        this.source = Objects.requireNonNull(source, "source");
        this.subscription = Objects.requireNonNull(subscription, "subscription");
    }

    String name() {
        return source.equals(subscription) ? source : source + "." + subscription;
    }

    /** The letters in all dead-letter queues of the policy, oldest first in each. */
    List<Message> letters() {
        return broker.destination(source).stream()
                .flatMap(destination -> broker.subscriptions(source).stream())
                .filter(each -> each.name().equals(subscription))
                .map(Subscription::deadLetter)
                .flatMap(policy -> policy.queues(source, subscription).stream())
                .distinct()
                .flatMap(queue -> QueueProbe.messages(broker, queue).stream())
                .filter(this::isOurs)
                .toList();
    }

    /** Several subscriptions may share a dead-letter queue. */
    private boolean isOurs(Message letter) {
        return DeadLetterRecord.of(letter)
                .filter(record -> record.originDestination().equals(source))
                .filter(record -> record.originSubscription().equals(subscription))
                .isPresent();
    }
}
