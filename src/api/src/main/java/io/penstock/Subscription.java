package io.penstock;

import java.util.Objects;

/**
 * A named reader of a destination with its own progress, and the policies by which it handles failure.
 *
 * @param name like a destination's name; a queue's only subscription is named like the queue
 * @param durable whether progress survives the last consumer and a restart; always true for a queue
 * @param start where a new subscription begins to read; of no effect on one that exists
 * @param retry what happens when a handler fails
 * @param deadLetter where a message goes that cannot be processed
 * @param maxDeliveries hand-outs of any kind, expired leases and crashes included, after which a message that is still
 *     not settled becomes a dead letter; 1 or more
 * @param lagging what becomes of it if it is slower than the topic's retention; without durability always skipped
 * @param filter which messages it is for, in the language of message selectors; null for all. The others are settled
 *     without being delivered, when their turn comes
 * @param exclusive whether only one consumer is active, the one that joined first; the next takes over when it leaves
 */
public record Subscription(
        String destination,
        String name,
        boolean durable,
        Ordering ordering,
        StartPosition start,
        RetryPolicy retry,
        DeadLetterPolicy deadLetter,
        int maxDeliveries,
        Lagging lagging,
        String filter,
        boolean exclusive) {

    /** Enough that deploys and crashes do not cost a message, small enough that a poison message ends. */
    public static final int DEFAULT_MAX_DELIVERIES = 20;

    public Subscription {
        Destination.requireName(destination, "destination");
        Destination.requireName(name, "subscription");
        Objects.requireNonNull(ordering, "ordering");
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(retry, "retry");
        Objects.requireNonNull(deadLetter, "deadLetter");
        Objects.requireNonNull(lagging, "lagging");
        if (maxDeliveries < 1) {
            throw new PenstockException.InvalidConfiguration("Subscription '" + name + "' of '" + destination
                    + "' has maxDeliveries = " + maxDeliveries + ": at least 1 is needed to deliver anything.");
        }
    }

    /** The subscription of a queue, with default policies. */
    public static Builder ofQueue(String queue) {
        return new Builder(queue, queue).start(StartPosition.EARLIEST);
    }

    /** A durable subscription of a topic, with default policies, reading what is sent from now on. */
    public static Builder ofTopic(String topic, String name) {
        return new Builder(topic, name);
    }

    /** To make one that differs from this one. */
    public Builder toBuilder() {
        return copyTo(destination, name);
    }

    /** As {@link #toBuilder()}, of another destination. */
    Builder copyTo(String otherDestination, String otherName) {
        return new Builder(otherDestination, otherName)
                .durable(durable)
                .ordering(ordering)
                .start(start)
                .retry(retry)
                .deadLetter(deadLetter)
                .maxDeliveries(maxDeliveries)
                .lagging(lagging)
                .filter(filter)
                .exclusive(exclusive);
    }

    /** Whether messages that it has not settled are kept beyond the topic's retention. */
    public boolean isProtected() {
        return durable && lagging == Lagging.PROTECT;
    }

    /** Not thread-safe. */
    public static final class Builder {

        private final String destination;
        private final String name;
        private boolean durable = true;
        private Ordering ordering = Ordering.NONE;
        private StartPosition start = StartPosition.LATEST;
        private RetryPolicy retry = RetryPolicy.DEFAULT;
        private DeadLetterPolicy deadLetter = DeadLetterPolicy.DEFAULT;
        private int maxDeliveries = DEFAULT_MAX_DELIVERIES;
        private Lagging lagging = Lagging.PROTECT;
        private String filter;
        private boolean exclusive;

        private Builder(String destination, String name) {
            this.destination = destination;
            this.name = name;
        }

        public Builder durable(boolean survives) {
            durable = survives;
            return this;
        }

        public Builder ordering(Ordering kept) {
            ordering = kept;
            return this;
        }

        public Builder start(StartPosition position) {
            start = position;
            return this;
        }

        public Builder retry(RetryPolicy policy) {
            retry = policy;
            return this;
        }

        public Builder deadLetter(DeadLetterPolicy policy) {
            deadLetter = policy;
            return this;
        }

        public Builder maxDeliveries(int limit) {
            maxDeliveries = limit;
            return this;
        }

        public Builder lagging(Lagging policy) {
            lagging = policy;
            return this;
        }

        /** @param selector which messages it is for; null for all */
        public Builder filter(String selector) {
            filter = selector;
            return this;
        }

        public Builder exclusive(boolean single) {
            exclusive = single;
            return this;
        }

        public Subscription build() {
            return new Subscription(
                    destination,
                    name,
                    durable,
                    ordering,
                    start,
                    retry,
                    deadLetter,
                    maxDeliveries,
                    lagging,
                    filter,
                    exclusive);
        }
    }
}
