package io.penstock.testkit;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.DestinationStatistics.SubscriptionStatistics;
import io.penstock.Message;
import io.penstock.StoredMessage;

import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;

/** A probe looks at one queue of a broker for {@link PenstockAssertions}, without taking anything from it. */
public final class QueueProbe {

    private final Broker broker;
    private final String queue;

    QueueProbe(Broker broker, String queue) {
        this.broker = Objects.requireNonNull(broker, "broker");
        this.queue = Objects.requireNonNull(queue, "queue");
    }

    String name() {
        return queue;
    }

    /** Whether anybody has declared it. */
    boolean exists() {
        return broker.destination(queue).isPresent();
    }

    /** Messages that are not settled: waiting, delayed, to be retried, or with a consumer. */
    long unsettled() {
        return sum(SubscriptionStatistics::waiting);
    }

    /** Of these, messages that wait for their time: delayed, or to be retried. */
    long scheduled() {
        return sum(SubscriptionStatistics::scheduled);
    }

    private long sum(ToLongFunction<SubscriptionStatistics> count) {
        return exists()
                ? broker.statistics(queue).subscriptions().stream()
                        .mapToLong(count)
                        .sum()
                : 0;
    }

    /** The oldest messages that are not settled. */
    List<Message> messages() {
        return exists()
                ? broker
                        .browse(BrowseRequest.waiting(queue, BrowseRequest.MAX_LIMIT)
                                .build())
                        .stream()
                        .map(StoredMessage::message)
                        .toList()
                : List.of();
    }
}
