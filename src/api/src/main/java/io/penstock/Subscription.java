package io.penstock;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * A subscription is a named reader of a destination with its own progress, and with the policies by which it handles
 * failure. A queue has exactly one, named like the queue. Immutable.
 */
public final class Subscription extends Value {

    /**
     * The default number: deploys and crashes do not cost a message, and a message that kills its readers becomes a
     * dead letter.
     */
    public static final int DEFAULT_MAX_DELIVERIES = 20;

    private final String destination;
    private final String name;
    private final boolean durable;
    private final Ordering ordering;
    private final StartPosition start;
    private final RetryPolicy retry;
    private final DeadLetterPolicy deadLetter;
    private final int maxDeliveries;
    private final Lagging lagging;
    private final @Nullable String filter;
    private final boolean exclusive;

    private Subscription(Builder builder) {
        destination = builder.destination;
        name = builder.name;
        durable = builder.durable;
        ordering = builder.ordering;
        start = builder.start;
        retry = builder.retry;
        deadLetter = builder.deadLetter;
        maxDeliveries = builder.maxDeliveries;
        lagging = builder.lagging;
        filter = builder.filter;
        exclusive = builder.exclusive;
        Destination.requireName(destination, "destination");
        Destination.requireName(name, "subscription");
        Objects.requireNonNull(ordering, "ordering");
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(retry, "retry");
        Objects.requireNonNull(deadLetter, "deadLetter");
        Objects.requireNonNull(lagging, "lagging");
        Utf8.require(filter, "The filter of subscription '" + name + "' of '" + destination + "'");
        if (maxDeliveries < 1) {
            throw new PenstockException.InvalidConfiguration("Subscription '" + name + "' of '" + destination
                    + "' has maxDeliveries = " + maxDeliveries + ": at least 1 is needed to deliver anything.");
        }
    }

    /** Starts the subscription of a queue, with default policies. */
    public static Builder ofQueue(String queue) {
        return new Builder(Objects.requireNonNull(queue, "queue"), queue).start(StartPosition.EARLIEST);
    }

    /** Starts a durable subscription of a topic, with default policies, that reads what is sent from now on. */
    public static Builder ofTopic(String topic, String name) {
        return new Builder(Objects.requireNonNull(topic, "topic"), name);
    }

    /** A builder that starts with everything that this one has. */
    public Builder copy() {
        var builder = new Builder(destination, name);
        builder.durable = durable;
        builder.ordering = ordering;
        builder.start = start;
        builder.retry = retry;
        builder.deadLetter = deadLetter;
        builder.maxDeliveries = maxDeliveries;
        builder.lagging = lagging;
        builder.filter = filter;
        builder.exclusive = exclusive;
        return builder;
    }

    /** The destination that it reads. */
    public String destination() {
        return destination;
    }

    /** The name, like that of a destination. */
    public String name() {
        return name;
    }

    /** Whether progress survives the last consumer and a restart; always true of a queue. */
    public boolean durable() {
        return durable;
    }

    /** The order that is kept while several consumers work. */
    public Ordering ordering() {
        return ordering;
    }

    /** The place where a new subscription begins to read; of no effect on one that exists. */
    public StartPosition start() {
        return start;
    }

    /** The policy for when a handler fails. */
    public RetryPolicy retry() {
        return retry;
    }

    /** The policy for messages that cannot be processed. */
    public DeadLetterPolicy deadLetter() {
        return deadLetter;
    }

    /**
     * The number of hand-outs of any kind, expired leases and crashes included, after which a message that is still not
     * settled becomes a dead letter; 1 or more.
     */
    public int maxDeliveries() {
        return maxDeliveries;
    }

    /**
     * The policy for a subscription that is slower than the retention of its topic. A subscription that is not durable
     * always skips.
     */
    public Lagging lagging() {
        return lagging;
    }

    /**
     * The filter of the messages that it is for, in the language of message selectors; null for all. The others are
     * settled without being delivered, when they come next.
     */
    public @Nullable String filter() {
        return filter;
    }

    /** Whether only one consumer is active, the one that joined first; the next takes over when it leaves. */
    public boolean exclusive() {
        return exclusive;
    }

    /** Starts a copy, as {@link #copy()} does, of another destination. */
    Builder copyTo(String otherDestination, String otherName) {
        var builder = new Builder(otherDestination, otherName);
        return builder.durable(durable)
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

    @Override
    Object[] fields() {
        return new Object[] {
            "destination",
            destination,
            "name",
            name,
            "durable",
            durable,
            "ordering",
            ordering,
            "start",
            start,
            "retry",
            retry,
            "deadLetter",
            deadLetter,
            "maxDeliveries",
            maxDeliveries,
            "lagging",
            lagging,
            "filter",
            filter,
            "exclusive",
            exclusive
        };
    }

    /** Collects what the value consists of. Not thread-safe. */
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
        private @Nullable String filter;
        private boolean exclusive;

        private Builder(String destination, String name) {
            this.destination = destination;
            this.name = name;
        }

        /** Sets whether progress survives the last consumer and a restart; always true of a queue. */
        public Builder durable(boolean durable) {
            this.durable = durable;
            return this;
        }

        /** Sets the order that is kept while several consumers work. */
        public Builder ordering(Ordering ordering) {
            this.ordering = ordering;
            return this;
        }

        /** Sets the place where a new subscription begins to read; of no effect on one that exists. */
        public Builder start(StartPosition start) {
            this.start = start;
            return this;
        }

        /** Sets the policy for when a handler fails. */
        public Builder retry(RetryPolicy retry) {
            this.retry = retry;
            return this;
        }

        /** Sets the policy for messages that cannot be processed. */
        public Builder deadLetter(DeadLetterPolicy deadLetter) {
            this.deadLetter = deadLetter;
            return this;
        }

        /**
         * Sets the number of hand-outs of any kind, expired leases and crashes included, after which a message that is
         * still not settled becomes a dead letter; 1 or more.
         */
        public Builder maxDeliveries(int maxDeliveries) {
            this.maxDeliveries = maxDeliveries;
            return this;
        }

        /**
         * Sets what becomes of it if it is slower than the retention of its topic; without durability it always skips.
         */
        public Builder lagging(Lagging lagging) {
            this.lagging = lagging;
            return this;
        }

        /**
         * Sets the filter of the messages that it is for, in the language of message selectors; null for all. The
         * others are settled without being delivered, when they come next.
         */
        public Builder filter(@Nullable String filter) {
            this.filter = filter;
            return this;
        }

        /** Sets whether only one consumer is active, the one that joined first; the next takes over when it leaves. */
        public Builder exclusive(boolean exclusive) {
            this.exclusive = exclusive;
            return this;
        }

        /** @throws PenstockException.InvalidConfiguration if values do not fit; the message names them */
        public Subscription build() {
            return new Subscription(this);
        }
    }
}
