package io.penstock.bench.broker;

import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Subscription;

/**
 * What is sent through a broker.
 *
 * @param workers producers, and as many consumers, which share one subscription
 * @param perSecond of all producers together; 0 for as fast as it goes
 * @param together messages of a {@code sendAll}, and whether what is handed out together is accepted together; 1 to
 *     send and accept each by itself
 * @param subscriptions that each have as many consumers as there are producers, and get every message
 */
public record BrokerLoad(
        boolean topic,
        Durability durability,
        int workers,
        int payloadBytes,
        int perSecond,
        int together,
        int subscriptions) {

    private static final int PARTITIONS = 16;
    static final String DESTINATION = "bench";

    boolean isBatched() {
        return together > 1;
    }

    Destination destination() {
        return topic
                ? Destination.topic(DESTINATION).partitions(PARTITIONS).build()
                : Destination.queue(DESTINATION).partitions(PARTITIONS).build();
    }

    /** @param number from 0 on; a queue has only that one */
    Subscription subscription(int number) {
        return topic
                ? Subscription.ofTopic(DESTINATION, DESTINATION + "-" + number).build()
                : Subscription.ofQueue(DESTINATION).build();
    }

    public String kind() {
        return topic ? "topic" : "queue";
    }
}
