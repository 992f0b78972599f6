package io.penstock;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Objects;

/** Consumer options say which subscription a consumer joins, and how. Immutable. */
public final class ConsumerOptions extends Value {

    /** The destination of a consumer of a wildcard subscription: all topics that its rule has. */
    public static final String TOPICS_OF_RULE = "#";

    /** The shortest lease: leases are counted in milliseconds. */
    private static final Duration SHORTEST_LEASE = Duration.ofMillis(1);

    /** The most characters of a consumer's name, and of a worker's: as many as the name of a destination may have. */
    public static final int MAX_NAME_LENGTH = Destination.MAX_NAME_LENGTH;

    /** The default lease: longer than handlers take, short enough that one that hangs is noticed. */
    public static final Duration DEFAULT_LEASE = Duration.ofMinutes(5);

    private final String destination;
    private final String subscription;
    private final String name;
    private final Duration lease;
    private final Duration maxProcessingTime;
    private final @Nullable String filter;
    private final boolean settleFirst;
    private final @Nullable String worker;

    private ConsumerOptions(Builder builder) {
        destination = builder.destination;
        subscription = builder.subscription;
        name = builder.name;
        lease = builder.lease;
        maxProcessingTime = builder.maxProcessingTime;
        filter = builder.filter;
        settleFirst = builder.settleFirst;
        worker = builder.worker;
        Objects.requireNonNull(destination, "destination");
        Objects.requireNonNull(subscription, "subscription");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(lease, "lease");
        Objects.requireNonNull(maxProcessingTime, "maxProcessingTime");
        requireShort("name", name);
        requireShort("worker", worker);
        Utf8.require(filter, "The filter of consumer '" + name + "' of '" + destination + "'");
        if (destination.equals(TOPICS_OF_RULE) && filter != null) {
            throw new PenstockException.InvalidConfiguration("Consumer '" + name + "' of rule '" + subscription
                    + "' has a filter: give the rule one, which holds for all its topics.");
        }
        if (lease.isNegative() || !lease.isZero() && lease.compareTo(SHORTEST_LEASE) < 0) {
            throw new PenstockException.InvalidConfiguration("Consumer '" + name + "' of '" + destination
                    + "' has lease = " + lease + ": use zero for no limit, or at least " + SHORTEST_LEASE + ".");
        }
        if (maxProcessingTime.isNegative()
                || !maxProcessingTime.isZero() && !lease.isZero() && maxProcessingTime.compareTo(lease) < 0) {
            throw new PenstockException.InvalidConfiguration("Consumer '" + name + "' of '" + destination
                    + "' has maxProcessingTime = " + maxProcessingTime + " and lease = " + lease
                    + ": use zero for no limit, or at least the lease.");
        }
    }

    /** What a person is shown in logs and statistics is a text of one line. */
    private static void requireShort(String field, @Nullable String text) {
        if (text == null || text.length() <= MAX_NAME_LENGTH && PlainText.isPlain(text)) {
            return;
        }
        String shown = text.length() <= MAX_NAME_LENGTH ? text : text.substring(0, MAX_NAME_LENGTH) + "...";
        throw new PenstockException.InvalidConfiguration("A consumer has the " + field + " "
                + PlainText.quoted(shown) + ", of " + text.length() + " characters: use at most " + MAX_NAME_LENGTH
                + ", and no control characters.");
    }

    /** Starts a consumer of a queue, with the default lease. */
    public static Builder ofQueue(String queue, String name) {
        return ofTopic(Objects.requireNonNull(queue, "queue"), queue, name);
    }

    /** Starts a consumer of a topic's subscription, with the default lease. */
    public static Builder ofTopic(String topic, String subscription, String name) {
        return new Builder(Objects.requireNonNull(topic, "topic"), subscription).name(name);
    }

    /** Starts a consumer of all topics of a wildcard subscription, with the default lease. */
    public static Builder ofRule(String rule, String name) {
        return ofTopic(TOPICS_OF_RULE, Objects.requireNonNull(rule, "rule"), name);
    }

    /** A builder that starts with everything that this one has. */
    public Builder copy() {
        var builder = new Builder(destination, subscription);
        builder.name = name;
        builder.lease = lease;
        builder.maxProcessingTime = maxProcessingTime;
        builder.filter = filter;
        builder.settleFirst = settleFirst;
        builder.worker = worker;
        return builder;
    }

    /** The name of the destination; {@value #TOPICS_OF_RULE} for all topics of a wildcard subscription. */
    public String destination() {
        return destination;
    }

    /** The subscription of the destination, or the name of the rule of a wildcard subscription. */
    public String subscription() {
        return subscription;
    }

    /**
     * The name of the consumer, shown in statistics, logs and deliveries; it need not be unique. It has at most {@value
     * #MAX_NAME_LENGTH} characters, and no control characters.
     */
    public String name() {
        return name;
    }

    /**
     * The time that a delivery may go without a disposition before it is handed to another consumer; zero for as long
     * as the consumer lives.
     */
    public Duration lease() {
        return lease;
    }

    /**
     * The time for which a delivery may be held, however often its lease is renewed, counted from the hand-out; zero
     * for no limit.
     */
    public Duration maxProcessingTime() {
        return maxProcessingTime;
    }

    /**
     * The filter of the messages that this consumer takes, in the language of message selectors; null for all. What no
     * consumer takes stays. Not where the ordering of the subscription is PARTITION, nor where it is exclusive.
     */
    public @Nullable String filter() {
        return filter;
    }

    /**
     * Whether messages are settled before they are handed out: each at most once, whatever becomes of it then. Only
     * {@link Delivery#accept} is possible, and has no effect.
     */
    public boolean settleFirst() {
        return settleFirst;
    }

    /**
     * The name of the one who works on what this consumer gets, message after message in the order of the hand-outs;
     * null if several may be worked on at a time. Matters where the ordering is {@link Ordering#GROUP}: a consumer that
     * has a worker may hold several messages of a key at a time, and consumers with the same worker and equal filters
     * have their keys together. When one of those messages is given back, the key goes on when all behind it that are
     * still held are settled or given back too.
     */
    public @Nullable String worker() {
        return worker;
    }

    /** Whether it is for all topics of a wildcard subscription, which is named as the subscription then. */
    public boolean isOfRule() {
        return destination.equals(TOPICS_OF_RULE);
    }

    @Override
    Object[] fields() {
        return new Object[] {
            "destination",
            destination,
            "subscription",
            subscription,
            "name",
            name,
            "lease",
            lease,
            "maxProcessingTime",
            maxProcessingTime,
            "filter",
            filter,
            "settleFirst",
            settleFirst,
            "worker",
            worker
        };
    }

    /** Collects what the value consists of. Not thread-safe. */
    public static final class Builder {

        private final String destination;
        private final String subscription;
        private String name;
        private Duration lease = DEFAULT_LEASE;
        private Duration maxProcessingTime = Duration.ZERO;
        private @Nullable String filter;
        private boolean settleFirst;
        private @Nullable String worker;

        private Builder(String destination, String subscription) {
            this.destination = destination;
            this.subscription = subscription;
        }

        /** Sets the name of the consumer, shown in statistics, logs and deliveries; it need not be unique. */
        public Builder name(String name) {
            this.name = name;
            return this;
        }

        /**
         * Sets the time that a delivery may go without a disposition before it is handed to another consumer; zero for
         * as long as the consumer lives.
         */
        public Builder lease(Duration lease) {
            this.lease = lease;
            return this;
        }

        /**
         * Sets the time for which a delivery may be held, however often its lease is renewed, counted from the
         * hand-out; zero for no limit.
         */
        public Builder maxProcessingTime(Duration maxProcessingTime) {
            this.maxProcessingTime = maxProcessingTime;
            return this;
        }

        /**
         * Sets the filter of the messages that this consumer takes, in the language of message selectors; null for all.
         * What no consumer takes stays. Not where the ordering of the subscription is PARTITION, nor where it is
         * exclusive.
         */
        public Builder filter(@Nullable String filter) {
            this.filter = filter;
            return this;
        }

        /**
         * Sets whether messages are settled before they are handed out: each at most once, whatever becomes of it then.
         * Only {@link Delivery#accept} is possible, and has no effect.
         */
        public Builder settleFirst(boolean settleFirst) {
            this.settleFirst = settleFirst;
            return this;
        }

        /**
         * Sets the name of the one who works on what this consumer gets, message after message in the order of the
         * hand-outs; null, as by default, if several may be worked on at a time. Where the ordering is
         * {@link Ordering#GROUP}, a consumer that has a worker may hold several messages of a key at a time, and
         * consumers with the same worker and equal filters have their keys together.
         */
        public Builder worker(@Nullable String worker) {
            this.worker = worker;
            return this;
        }

        /** @throws PenstockException.InvalidConfiguration if values do not fit; the message names them */
        public ConsumerOptions build() {
            return new ConsumerOptions(this);
        }
    }
}
