package io.penstock;

import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A named queue or topic, divided into partitions; or an exchange, which has none.
 *
 * @param name 1 to {@value #MAX_NAME_LENGTH} letters, digits, dots, underscores and hyphens; not "." or ".."
 * @param partitions 1 to {@value #MAX_PARTITIONS}, each divided by the lanes of {@code priorities}; 0 of an exchange
 * @param retention how long messages are kept; null if nothing is said about it: a new destination then has what is
 *     usual for its kind ({@link #effectiveRetention()}), one that exists is taken as it is
 * @param compression of old messages; null if nothing is said about it, which means none, or what exists
 * @param deduplication how long the ids that senders set are remembered, so that a second message of that id is not
 *     written; zero for not at all, null if nothing is said about it ({@link #effectiveDeduplication()}), or what
 *     exists
 * @param priorities lanes by which messages of a higher priority overtake others, 1 (off) to {@value #MAX_PRIORITIES};
 *     null if nothing is said about it ({@link #effectivePriorities()}), or what exists. Fixed once the destination
 *     exists
 * @param limits of what may wait in it, and what becomes of more; null if nothing is said about it, which means none,
 *     or what exists
 * @param timeToLive of messages that say nothing about their expiry, counted from their sending; zero for ever, null if
 *     nothing is said about it, which means for ever, or what exists
 * @param exchange how an exchange routes; null of queues and topics
 */
public record Destination(
        String name,
        DestinationKind kind,
        int partitions,
        Retention retention,
        Compression compression,
        Duration deduplication,
        Integer priorities,
        Limits limits,
        Duration timeToLive,
        Exchange exchange) {

    /** One for each priority that a message can have. */
    public static final int MAX_PRIORITIES = Message.MAX_PRIORITY + 1;

    /** Senders that try again do so within minutes; what is remembered costs memory. */
    public static final Duration DEFAULT_DEDUPLICATION = Duration.ofMinutes(5);

    /** What is longer is better kept in a database, as the inbox does. */
    public static final Duration MAX_DEDUPLICATION = Duration.ofDays(7);

    /** As for messages: what is of use for longer needs no expiry. */
    public static final Duration MAX_TIME_TO_LIVE = Duration.ofDays(3_660);

    /** As long as a file name may be with a suffix to spare; Kafka's limit too. */
    public static final int MAX_NAME_LENGTH = 249;

    /** Far beyond what one machine can use, and small enough that a typing error cannot exhaust memory. */
    public static final int MAX_PARTITIONS = 65_536;

    /** What the names of temporary destinations begin with, and no others. */
    public static final String TEMPORARY_PREFIX = "penstock.temporary.";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1," + MAX_NAME_LENGTH + "}");

    public Destination {
        requireName(name, "destination");
        if (kind == null) {
            throw new PenstockException.InvalidConfiguration(
                    "Destination '" + name + "' has no kind: QUEUE, TOPIC or EXCHANGE.");
        }
        requireRouting(name, kind, exchange);
        if (kind == DestinationKind.EXCHANGE) {
            requireNothingStored(
                    name, partitions, retention, compression, deduplication, priorities, limits, timeToLive);
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

    /** One about whose priorities, limits and time to live nothing is said. */
    public Destination(
            String name,
            DestinationKind kind,
            int partitions,
            Retention retention,
            Compression compression,
            Duration deduplication) {
        this(name, kind, partitions, retention, compression, deduplication, null, null, null, null);
    }

    /** A queue or a topic. */
    public Destination(
            String name,
            DestinationKind kind,
            int partitions,
            Retention retention,
            Compression compression,
            Duration deduplication,
            Integer priorities,
            Limits limits,
            Duration timeToLive) {
        this(name, kind, partitions, retention, compression, deduplication, priorities, limits, timeToLive, null);
    }

    /** One about whose deduplication nothing is said. */
    public Destination(
            String name, DestinationKind kind, int partitions, Retention retention, Compression compression) {
        this(name, kind, partitions, retention, compression, null);
    }

    /** One about whose policies nothing is said. */
    public Destination(String name, DestinationKind kind, int partitions) {
        this(name, kind, partitions, null, null, null);
    }

    private static void requireRouting(String name, DestinationKind kind, Exchange exchange) {
        if ((kind == DestinationKind.EXCHANGE) != (exchange != null)) {
            throw new PenstockException.InvalidConfiguration("Destination '" + name + "' is a " + kind + " and "
                    + (exchange == null ? "does not say how it routes" : "cannot have " + exchange)
                    + ": an EXCHANGE has a type, and nothing else has one.");
        }
    }

    private static void requireNothingStored(
            String name,
            int partitions,
            Retention retention,
            Compression compression,
            Duration deduplication,
            Integer priorities,
            Limits limits,
            Duration timeToLive) {
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

    private static void requireFits(String name, DestinationKind kind, Retention retention) {
        if (retention != null && (kind == DestinationKind.QUEUE) != (retention.cleanup() == Cleanup.SETTLED)) {
            throw new PenstockException.InvalidConfiguration(
                    "Destination '" + name + "' is a " + kind + " with cleanup = " + retention.cleanup()
                            + ": a QUEUE keeps messages until SETTLED, a TOPIC cleans up by DELETE or COMPACT.");
        }
    }

    private static void requireWindow(String name, Duration window) {
        if (window != null && (window.isNegative() || window.compareTo(MAX_DEDUPLICATION) > 0)) {
            throw new PenstockException.InvalidConfiguration("Destination '" + name + "' would remember ids for "
                    + window + ": choose zero (not at all) to " + MAX_DEDUPLICATION.toDays() + " days.");
        }
    }

    private static void requireTimeToLive(String name, Duration age) {
        if (age != null && (age.isNegative() || age.compareTo(MAX_TIME_TO_LIVE) > 0)) {
            throw new PenstockException.InvalidConfiguration("Destination '" + name + "' has the time to live " + age
                    + ": choose zero (for ever) to " + MAX_TIME_TO_LIVE.toDays() + " days.");
        }
    }

    public static Destination queue(String name) {
        return new Destination(name, DestinationKind.QUEUE, 1);
    }

    public static Destination queue(String name, int partitions) {
        return new Destination(name, DestinationKind.QUEUE, partitions);
    }

    public static Destination topic(String name) {
        return new Destination(name, DestinationKind.TOPIC, 1);
    }

    public static Destination topic(String name, int partitions) {
        return new Destination(name, DestinationKind.TOPIC, partitions);
    }

    /** An exchange without an alternate; what matches nothing is rejected. */
    public static Destination exchange(String name, ExchangeType type) {
        return exchange(name, Exchange.of(type));
    }

    public static Destination exchange(String name, Exchange exchange) {
        return new Destination(name, DestinationKind.EXCHANGE, 0, null, null, null, null, null, null, exchange);
    }

    /** Whether it is one of {@link Broker#temporary}. */
    public boolean isTemporary() {
        return isTemporary(name);
    }

    /** Whether a destination of that name could be one of {@link Broker#temporary} only. */
    public static boolean isTemporary(String name) {
        return name.startsWith(TEMPORARY_PREFIX);
    }

    public boolean isQueue() {
        return kind == DestinationKind.QUEUE;
    }

    public boolean isExchange() {
        return kind == DestinationKind.EXCHANGE;
    }

    /** The same with that many partitions. */
    public Destination withPartitions(int count) {
        return new Destination(
                name, kind, count, retention, compression, deduplication, priorities, limits, timeToLive, exchange);
    }

    /** The same with that retention; null to say nothing about it. */
    public Destination withRetention(Retention other) {
        return new Destination(
                name, kind, partitions, other, compression, deduplication, priorities, limits, timeToLive, exchange);
    }

    /** The same with that compression; null to say nothing about it. */
    public Destination withCompression(Compression other) {
        return new Destination(
                name, kind, partitions, retention, other, deduplication, priorities, limits, timeToLive, exchange);
    }

    /** The same with that window for ids; zero for none, null to say nothing about it. */
    public Destination withDeduplication(Duration window) {
        return new Destination(
                name, kind, partitions, retention, compression, window, priorities, limits, timeToLive, exchange);
    }

    /** The same with that many lanes by priority; 1 for none, null to say nothing about it. */
    public Destination withPriorities(Integer lanes) {
        return new Destination(
                name, kind, partitions, retention, compression, deduplication, lanes, limits, timeToLive, exchange);
    }

    /** The same with these limits; {@link Limits#NONE} for none, null to say nothing about them. */
    public Destination withLimits(Limits other) {
        return new Destination(
                name, kind, partitions, retention, compression, deduplication, priorities, other, timeToLive, exchange);
    }

    /** The same with that time to live for messages; zero for ever, null to say nothing about it. */
    public Destination withTimeToLive(Duration age) {
        return new Destination(
                name, kind, partitions, retention, compression, deduplication, priorities, limits, age, exchange);
    }

    /** The retention that it has once it exists; null of an exchange. */
    public Retention effectiveRetention() {
        return retention == null && !isExchange() ? Retention.ofKind(kind) : retention;
    }

    /** The compression that it has once it exists. */
    public Compression effectiveCompression() {
        return compression == null ? Compression.NONE : compression;
    }

    /** How long ids are remembered once it exists; zero for not at all. */
    public Duration effectiveDeduplication() {
        return deduplication == null ? DEFAULT_DEDUPLICATION : deduplication;
    }

    /** How many lanes it has once it exists. */
    public int effectivePriorities() {
        return priorities == null ? 1 : priorities;
    }

    /** The lane of messages of that priority; messages of higher lanes come first. */
    public int laneOf(int priority) {
        return priority * effectivePriorities() / MAX_PRIORITIES;
    }

    /**
     * By how many numbers deliveries, receipts, statistics and requests name partitions: each partition has one for
     * each lane, namely {@code partition * priorities + lane}.
     */
    public int partitionNumbers() {
        return partitions * effectivePriorities();
    }

    /** The limits that it has once it exists. */
    public Limits effectiveLimits() {
        return limits == null ? Limits.NONE : limits;
    }

    /** How long messages are of use that do not say so themselves; zero for ever. */
    public Duration effectiveTimeToLive() {
        return timeToLive == null ? Duration.ZERO : timeToLive;
    }

    /** Whether one that exists is what is asked for, as far as something is said. */
    public boolean satisfies(Destination wanted) {
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
                    + MAX_NAME_LENGTH + " letters, digits, '.', '_' and '-'.");
        }
    }
}
