package io.penstock;

import java.time.Duration;
import java.util.Objects;

/**
 * How a consumer joins a subscription.
 *
 * @param name shown in statistics, logs and deliveries; need not be unique
 * @param lease how long a delivery may go without a disposition before it is handed to another consumer; zero for as
 *     long as the consumer lives
 */
public record ConsumerOptions(String destination, String subscription, String name, Duration lease) {

    /** Longer than handlers normally take, short enough that a hung one is noticed within a coffee break. */
    public static final Duration DEFAULT_LEASE = Duration.ofMinutes(5);

    public ConsumerOptions {
        Objects.requireNonNull(destination, "destination");
        Objects.requireNonNull(subscription, "subscription");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(lease, "lease");
        if (lease.isNegative()) {
            throw new PenstockException.InvalidConfiguration(
                    "Consumer '" + name + "' of '" + destination + "' has a negative lease: " + lease + ".");
        }
    }

    /** A consumer of a queue, with the default lease. */
    public static ConsumerOptions ofQueue(String queue, String name) {
        return new ConsumerOptions(queue, queue, name, DEFAULT_LEASE);
    }

    /** A consumer of a topic's subscription, with the default lease. */
    public static ConsumerOptions ofTopic(String topic, String subscription, String name) {
        return new ConsumerOptions(topic, subscription, name, DEFAULT_LEASE);
    }

    public ConsumerOptions withLease(Duration other) {
        return new ConsumerOptions(destination, subscription, name, other);
    }
}
