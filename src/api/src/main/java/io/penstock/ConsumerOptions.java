package io.penstock;

import java.time.Duration;
import java.util.Objects;

/**
 * How a consumer joins a subscription.
 *
 * @param name shown in statistics, logs and deliveries; need not be unique
 * @param lease how long a delivery may go without a disposition before it is handed to another consumer; zero for as
 *     long as the consumer lives
 * @param maxProcessingTime how long a delivery may be held, however often its lease is renewed, counted from the
 *     hand-out; zero for no limit
 * @param filter which messages this consumer takes, in the language of message selectors; null for all. What no
 *     consumer takes stays. Only where the subscription's ordering is NONE or KEY, and not where it is exclusive
 * @param settleFirst whether messages are settled before they are handed out: each at most once, whatever becomes of it
 *     then. Only {@link Delivery#acceptAsync} is possible, and has no effect
 */
public record ConsumerOptions(
        String destination,
        String subscription,
        String name,
        Duration lease,
        Duration maxProcessingTime,
        String filter,
        boolean settleFirst) {

    /** The destination of a consumer of a wildcard subscription: all topics that its rule has. */
    public static final String TOPICS_OF_RULE = "#";

    /** Longer than handlers normally take, short enough that a hung one is noticed within a coffee break. */
    public static final Duration DEFAULT_LEASE = Duration.ofMinutes(5);

    public ConsumerOptions {
        Objects.requireNonNull(destination, "destination");
        Objects.requireNonNull(subscription, "subscription");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(lease, "lease");
        Objects.requireNonNull(maxProcessingTime, "maxProcessingTime");
        if (destination.equals(TOPICS_OF_RULE) && filter != null) {
            throw new PenstockException.InvalidConfiguration("Consumer '" + name + "' of rule '" + subscription
                    + "' has a filter: give the rule one, which holds for all its topics.");
        }
        if (lease.isNegative()) {
            throw new PenstockException.InvalidConfiguration(
                    "Consumer '" + name + "' of '" + destination + "' has a negative lease: " + lease + ".");
        }
        if (maxProcessingTime.isNegative()
                || !maxProcessingTime.isZero() && !lease.isZero() && maxProcessingTime.compareTo(lease) < 0) {
            throw new PenstockException.InvalidConfiguration("Consumer '" + name + "' of '" + destination
                    + "' has maxProcessingTime = " + maxProcessingTime + " and lease = " + lease
                    + ": use zero for no limit, or at least the lease.");
        }
    }

    /** Without a limit to renewals and without a filter, settling after the hand-out. */
    public ConsumerOptions(String destination, String subscription, String name, Duration lease) {
        this(destination, subscription, name, lease, Duration.ZERO, null, false);
    }

    /** A consumer of a queue, with the default lease. */
    public static ConsumerOptions ofQueue(String queue, String name) {
        return new ConsumerOptions(queue, queue, name, DEFAULT_LEASE);
    }

    /** A consumer of a topic's subscription, with the default lease. */
    public static ConsumerOptions ofTopic(String topic, String subscription, String name) {
        return new ConsumerOptions(topic, subscription, name, DEFAULT_LEASE);
    }

    /** A consumer of all topics of a wildcard subscription, with the default lease. */
    public static ConsumerOptions ofRule(String rule, String name) {
        return new ConsumerOptions(TOPICS_OF_RULE, rule, name, DEFAULT_LEASE);
    }

    /** Whether it is for all topics of a wildcard subscription, which is named as the subscription then. */
    public boolean isOfRule() {
        return destination.equals(TOPICS_OF_RULE);
    }

    public ConsumerOptions withName(String other) {
        return new ConsumerOptions(destination, subscription, other, lease, maxProcessingTime, filter, settleFirst);
    }

    public ConsumerOptions withLease(Duration other) {
        return new ConsumerOptions(destination, subscription, name, other, maxProcessingTime, filter, settleFirst);
    }

    public ConsumerOptions withMaxProcessingTime(Duration limit) {
        return new ConsumerOptions(destination, subscription, name, lease, limit, filter, settleFirst);
    }

    public ConsumerOptions withFilter(String selector) {
        return new ConsumerOptions(destination, subscription, name, lease, maxProcessingTime, selector, settleFirst);
    }

    public ConsumerOptions withSettleFirst(boolean first) {
        return new ConsumerOptions(destination, subscription, name, lease, maxProcessingTime, filter, first);
    }
}
