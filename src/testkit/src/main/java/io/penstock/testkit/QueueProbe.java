package io.penstock.testkit;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.DestinationStatistics.SubscriptionStatistics;
import io.penstock.Message;
import io.penstock.StoredMessage;

import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;

/** A probe looks at one queue of a broker for {@link PenstockAssertions}, without taking anything from it. */
public final class QueueProbe {

    private final Broker broker;
    private final InstantSource time;
    private final String queue;

    /** @param time that the broker goes by */
    QueueProbe(Broker broker, InstantSource time, String queue) {
        this.broker = Objects.requireNonNull(broker, "broker");
        this.time = time;
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

    /**
     * Of these, messages that wait for their time: delayed, or to be retried. The broker counts those that it has
     * looked at because a consumer asked; delayed ones are seen in the log before that, so that no consumer is needed.
     */
    long scheduled() {
        return Math.max(sum(SubscriptionStatistics::scheduled), delayed());
    }

    private long delayed() {
        var now = time.instant();
        return messages().stream()
                .filter(message -> message.deliverAt().filter(now::isBefore).isPresent())
                .count();
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
        return messages(broker, queue);
    }

    /** The oldest messages that are not settled of a queue, which need not exist. */
    static List<Message> messages(Broker broker, String queue) {
        return broker.destination(queue).isEmpty()
                ? List.of()
                : broker
                        .browse(BrowseRequest.waiting(queue, BrowseRequest.MAX_LIMIT)
                                .build())
                        .stream()
                        .map(StoredMessage::message)
                        .toList();
    }
}
