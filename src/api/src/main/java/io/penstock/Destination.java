package io.penstock;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A destination is a named queue or topic, divided into partitions, or an exchange, which has none. Where a policy is
 * null, nothing is said about it: a new destination then has what is usual, and one that exists is taken as it is.
 * Immutable.
 */
public final class Destination extends Value {

    /** The most lanes that are possible: one for each priority that a message can have. */
    public static final int MAX_PRIORITIES = Message.MAX_PRIORITY + 1;

    /** The default time for which ids are remembered: senders that try again do so within minutes. */
    public static final Duration DEFAULT_DEDUPLICATION = Duration.ofMinutes(5);

    /**
     * The longest time for which ids can be remembered. For longer times keep them in a database, as the inbox does.
     */
    public static final Duration MAX_DEDUPLICATION = Duration.ofDays(7);

    /** The longest time to live that is possible: what is of use for longer needs no expiry. */
    public static final Duration MAX_TIME_TO_LIVE = Times.MAX_DELAY;

    /** The longest name that is possible: as long as a name may be in Kafka. */
    public static final int MAX_NAME_LENGTH = 249;

    /** The most partitions that are possible: beyond any use, and few enough that a typing error does no harm. */
    public static final int MAX_PARTITIONS = 65_536;

    /** The prefix of the names of temporary destinations, which no other names have. */
    public static final String TEMPORARY_PREFIX = "penstock.temporary.";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1," + MAX_NAME_LENGTH + "}");

    private final String name;
    private final DestinationKind kind;
    private final int partitions;
    private final @Nullable Retention retention;
    private final @Nullable Compression compression;
    private final @Nullable Duration deduplication;
    private final @Nullable Integer priorities;
    private final @Nullable Limits limits;
    private final @Nullable Duration timeToLive;
    private final @Nullable Exchange exchange;

    private Destination(Builder builder) {
        name = builder.name;
        kind = builder.kind;
        partitions = builder.partitions;
        retention = builder.retention;
        compression = builder.compression;
        deduplication = builder.deduplication;
        priorities = builder.priorities;
        limits = builder.limits;
        timeToLive = builder.timeToLive;
        exchange = builder.exchange;
        requireName(name, "destination");
        if (kind == null) {
            throw new PenstockException.InvalidConfiguration(
                    "Destination '" + name + "' has no kind: QUEUE, TOPIC or EXCHANGE.");
        }
        requireRouting(name, kind, exchange);
        if (kind == DestinationKind.EXCHANGE) {
            requireNothingStored();
        } else if (partitions < 1 || partitions > MAX_PARTITIONS) {
            throw new PenstockException.InvalidConfiguration("Destination '" + name + "' asks for " + partitions
                    + " partitions: choose 1 to " + MAX_PARTITIONS + ".");
        }
        requireFits(name, kind, retention);
        requireWindow(name, deduplication);
        if (priorities != null && (priorities < 1 || priorities > MAX_PRIORITIES)) {
            throw new PenstockException.InvalidConfiguration("Destination '" + name + "' asks for " + priorities
                    + " priorities: choose 1 (off) to " + MAX_PRIORITIES + ".");
        }
        requireTimeToLive(name, timeToLive);
    }

    /** Starts a queue with one partition. */
    public static Builder queue(String name) {
        return builder(name, DestinationKind.QUEUE);
    }

    /** Starts a topic with one partition. */
    public static Builder topic(String name) {
        return builder(name, DestinationKind.TOPIC);
    }

    /** Starts an exchange without an alternate, which rejects what matches nothing. */
    public static Builder exchange(String name, ExchangeType type) {
        return exchange(name, Exchange.of(type).build());
    }

    /** Starts an exchange that routes by these rules. */
    public static Builder exchange(String name, Exchange exchange) {
        return builder(name, DestinationKind.EXCHANGE).exchange(Objects.requireNonNull(exchange, "exchange"));
    }

    /** Starts a destination of that kind: with one partition, unless it is an exchange. */
    public static Builder builder(String name, DestinationKind kind) {
        return new Builder(name, kind).partitions(kind == DestinationKind.EXCHANGE ? 0 : 1);
    }

    /** A builder that starts with everything that this one has. */
    public Builder copy() {
        var builder = new Builder(name, kind);
        builder.partitions = partitions;
        builder.retention = retention;
        builder.compression = compression;
        builder.deduplication = deduplication;
        builder.priorities = priorities;
        builder.limits = limits;
        builder.timeToLive = timeToLive;
        builder.exchange = exchange;
        return builder;
    }

    /**
     * The name, which has 1 to {@value #MAX_NAME_LENGTH} letters, digits, dots, underscores and hyphens, and is not "."
     * or "..".
     */
    public String name() {
        return name;
    }

    /** The kind of the destination: a queue, a topic or an exchange. */
    public DestinationKind kind() {
        return kind;
    }

    /**
     * The number of partitions, 1 to {@value #MAX_PARTITIONS}, each divided by the lanes of {@link #priorities()}; 0 if
     * it is an exchange.
     */
    public int partitions() {
        return partitions;
    }

    /** The time and size for which messages are kept; null if nothing is said about it. */
    public @Nullable Retention retention() {
        return retention;
    }

    /** The compression of old messages; null if nothing is said about it. */
    public @Nullable Compression compression() {
        return compression;
    }

    /**
     * The time for which the ids that senders set are remembered, so that a second message of that id is not written:
     * zero for not at all, null if nothing is said about it.
     */
    public @Nullable Duration deduplication() {
        return deduplication;
    }

    /**
     * The number of lanes by which messages of a higher priority overtake others, 1 (off) to {@value #MAX_PRIORITIES};
     * null if nothing is said about it. It is fixed once the destination exists.
     */
    public @Nullable Integer priorities() {
        return priorities;
    }

    /** The limits of what may wait in it; null if nothing is said about them. */
    public @Nullable Limits limits() {
        return limits;
    }

    /**
     * The time to live of messages that say nothing about their expiry, counted from their sending: zero for ever, null
     * if nothing is said about it.
     */
    public @Nullable Duration timeToLive() {
        return timeToLive;
    }

    /** The rules by which an exchange routes; null if it is a queue or a topic. */
    public @Nullable Exchange exchange() {
        return exchange;
    }

    private static void requireRouting(String name, DestinationKind kind, @Nullable Exchange exchange) {
        if ((kind == DestinationKind.EXCHANGE) != (exchange != null)) {
            throw new PenstockException.InvalidConfiguration("Destination '" + name + "' is of kind " + kind
                    + " and "
                    + (exchange == null ? "does not say how it routes" : "cannot have " + exchange)
                    + ": an EXCHANGE has a type, and nothing else has one.");
        }
    }

    private void requireNothingStored() {
        if (partitions != 0
                || retention != null
                || compression != null
                || deduplication != null
                || priorities != null
                || limits != null
                || timeToLive != null) {
            throw new PenstockException.InvalidConfiguration("Exchange '" + name + "' has partitions = " + partitions
                    + ", retention = " + retention + ", compression = " + compression + ", deduplication = "
                    + deduplication + ", priorities = " + priorities + ", limits = " + limits + ", time to live = "
                    + timeToLive
                    + ": it stores no messages. Leave these to the destinations that it is bound to.");
        }
    }

    private static void requireFits(String name, DestinationKind kind, @Nullable Retention retention) {
        if (retention != null && (kind == DestinationKind.QUEUE) != (retention.cleanup() == Cleanup.SETTLED)) {
            throw new PenstockException.InvalidConfiguration(
                    "Destination '" + name + "' is of kind " + kind + " with cleanup = " + retention.cleanup()
                            + ": a QUEUE keeps messages until SETTLED, a TOPIC cleans up by DELETE or COMPACT.");
        }
    }

    private static void requireWindow(String name, @Nullable Duration window) {
        if (window != null && (window.isNegative() || window.compareTo(MAX_DEDUPLICATION) > 0)) {
            throw new PenstockException.InvalidConfiguration("Destination '" + name + "' has the deduplication "
                    + window + ", for which it would remember ids: choose zero (not at all) to "
                    + MAX_DEDUPLICATION.toDays() + " days.");
        }
    }

    private static void requireTimeToLive(String name, @Nullable Duration age) {
        if (age != null && (age.isNegative() || age.compareTo(MAX_TIME_TO_LIVE) > 0)) {
            throw new PenstockException.InvalidConfiguration("Destination '" + name + "' has the time to live " + age
                    + ": choose zero (for ever) to " + MAX_TIME_TO_LIVE.toDays() + " days.");
        }
    }

    /** Whether it is one of {@link Broker#temporary}. */
    public boolean isTemporary() {
        return isTemporary(name);
    }

    /** Whether a destination of that name could be one of {@link Broker#temporary} only. */
    public static boolean isTemporary(String name) {
        return Objects.requireNonNull(name, "name").startsWith(TEMPORARY_PREFIX);
    }

    /** Whether it is a queue. */
    public boolean isQueue() {
        return kind == DestinationKind.QUEUE;
    }

    /** Whether it is an exchange. */
    public boolean isExchange() {
        return kind == DestinationKind.EXCHANGE;
    }

    /** The retention that it has once it exists; null if it is an exchange, which keeps nothing. */
    public @Nullable Retention effectiveRetention() {
        return retention == null && !isExchange() ? Retention.ofKind(kind) : retention;
    }

    /** The compression that it has once it exists. */
    public Compression effectiveCompression() {
        return compression == null ? Compression.NONE : compression;
    }

    /** The time for which ids are remembered once the destination exists; zero if they are not remembered. */
    public Duration effectiveDeduplication() {
        return deduplication == null ? DEFAULT_DEDUPLICATION : deduplication;
    }

    /** The number of priorities that the destination has once it exists. */
    public int effectivePriorities() {
        return priorities == null ? 1 : priorities;
    }

    /** The lane of messages of that priority; messages of higher lanes come first. */
    public int laneOf(int priority) {
        return priority * effectivePriorities() / MAX_PRIORITIES;
    }

    /**
     * The number of partition numbers in deliveries, receipts, statistics and requests. Each partition has one for each
     * priority, namely {@code partition * priorities + lane}.
     */
    public int partitionNumbers() {
        return partitions * effectivePriorities();
    }

    /** The limits that it has once it exists. */
    public Limits effectiveLimits() {
        return limits == null ? Limits.NONE : limits;
    }

    /** The time to live of messages that do not set one themselves; zero for ever. */
    public Duration effectiveTimeToLive() {
        return timeToLive == null ? Duration.ZERO : timeToLive;
    }

    /** Whether one that exists is what is asked for, as far as something is said. */
    public boolean satisfies(Destination wanted) {
        Objects.requireNonNull(wanted, "wanted");
        return name.equals(wanted.name)
                && kind == wanted.kind
                && partitions == wanted.partitions
                && (wanted.retention == null || wanted.retention.equals(effectiveRetention()))
                && (wanted.compression == null || wanted.compression == effectiveCompression())
                && (wanted.deduplication == null || wanted.deduplication.equals(effectiveDeduplication()))
                && (wanted.priorities == null || wanted.priorities == effectivePriorities())
                && (wanted.limits == null || wanted.limits.equals(effectiveLimits()))
                && (wanted.timeToLive == null || wanted.timeToLive.equals(effectiveTimeToLive()))
                && Objects.equals(exchange, wanted.exchange);
    }

    static void requireName(String name, String what) {
        if (name == null || !NAME.matcher(name).matches() || name.equals(".") || name.equals("..")) {
            throw new PenstockException.InvalidConfiguration("'" + name + "' is no valid " + what + " name: use 1 to "
                    + MAX_NAME_LENGTH + " letters, digits, '.', '_' and '-' of ASCII, and neither '.' nor '..' alone.");
        }
    }

    @Override
    Object[] fields() {
        return new Object[] {
            "name",
            name,
            "kind",
            kind,
            "partitions",
            partitions,
            "retention",
            retention,
            "compression",
            compression,
            "deduplication",
            deduplication,
            "priorities",
            priorities,
            "limits",
            limits,
            "timeToLive",
            timeToLive,
            "exchange",
            exchange
        };
    }

    /** Collects what the value consists of. Not thread-safe. */
    public static final class Builder {

        private final String name;
        private final DestinationKind kind;
        private int partitions;
        private @Nullable Retention retention;
        private @Nullable Compression compression;
        private @Nullable Duration deduplication;
        private @Nullable Integer priorities;
        private @Nullable Limits limits;
        private @Nullable Duration timeToLive;
        private @Nullable Exchange exchange;

        private Builder(String name, DestinationKind kind) {
            this.name = name;
            this.kind = kind;
        }

        /**
         * Sets the number of partitions, 1 to {@value #MAX_PARTITIONS}, each divided by the lanes of {@link
         * #priorities()}; 0 if it is an exchange.
         */
        public Builder partitions(int partitions) {
            this.partitions = partitions;
            return this;
        }

        /** Sets the time and size for which messages are kept; null if nothing is said about it. */
        public Builder retention(@Nullable Retention retention) {
            this.retention = retention;
            return this;
        }

        /** Sets the compression of old messages; null if nothing is said about it. */
        public Builder compression(@Nullable Compression compression) {
            this.compression = compression;
            return this;
        }

        /**
         * Sets the time for which the ids that senders set are remembered, so that a second message of that id is not
         * written: zero for not at all, null if nothing is said about it.
         */
        public Builder deduplication(@Nullable Duration deduplication) {
            this.deduplication = deduplication;
            return this;
        }

        /**
         * Sets the number of lanes by which messages of a higher priority overtake others, 1 (off) to {@value
         * #MAX_PRIORITIES}; null if nothing is said about it. It is fixed once the destination exists.
         */
        public Builder priorities(@Nullable Integer priorities) {
            this.priorities = priorities;
            return this;
        }

        /** Sets the limits of what may wait in it; null if nothing is said about them. */
        public Builder limits(@Nullable Limits limits) {
            this.limits = limits;
            return this;
        }

        /**
         * Sets the time to live of messages that say nothing about their expiry, counted from their sending: zero for
         * ever, null if nothing is said about it.
         */
        public Builder timeToLive(@Nullable Duration timeToLive) {
            this.timeToLive = timeToLive;
            return this;
        }

        /** Sets the rules by which an exchange routes; null if it is a queue or a topic. */
        public Builder exchange(@Nullable Exchange exchange) {
            this.exchange = exchange;
            return this;
        }

        /** @throws PenstockException.InvalidConfiguration if values do not fit; the message names them */
        public Destination build() {
            return new Destination(this);
        }
    }
}
