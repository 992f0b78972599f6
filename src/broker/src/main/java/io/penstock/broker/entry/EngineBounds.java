package io.penstock.broker.entry;

import java.time.Duration;

/** The limits of this engine, which its capabilities tell to whoever asks. */
public final class EngineBounds {

    /**
     * The largest number of operations in a transaction, which is written as a whole, and must fit into one frame of
     * the log.
     */
    public static final int TRANSACTION_OPERATIONS = 100_000;

    /** The bytes of the id of a prepared transaction: the two parts of an XA id and its format have room. */
    public static final int GLOBAL_ID_BYTES = 256;

    /** The last numbers of a producer whose receipts are known; older ones cannot be repeated. */
    public static final int PRODUCER_RECEIPTS = 1_000;

    /** A producer that has sent nothing for so long may be forgotten, with its numbers. */
    public static final Duration PRODUCER_IDLE = Duration.ofDays(7);

    /** Temporary destinations at a time. Each costs a few kilobytes of memory; nobody talks with so many. */
    public static final int TEMPORARY_DESTINATIONS = 65_536;

    /** The exchanges that exist at a time: more would be data, and no topology. */
    public static final int EXCHANGES = 10_000;

    /** The bindings of one exchange. */
    public static final int BINDINGS_OF_AN_EXCHANGE = 10_000;

    /** The bindings of all exchanges together: they are kept in memory, and written with each checkpoint. */
    public static final int BINDINGS = 100_000;

    /** Exchanges that a message may pass one after the other, its alternates included. */
    public static final int EXCHANGE_HOPS = 8;

    /** Destinations that one message may be written to: they share one frame of the log. */
    public static final int DESTINATIONS_OF_A_MESSAGE = 1_000;

    /** The largest number of wildcard subscriptions: each is compared with the name of each new topic. */
    public static final int WILDCARD_SUBSCRIPTIONS = 1_000;

    /** The largest number of schedules: all of them may be due at midnight. */
    public static final int SCHEDULES = 10_000;

    /** The bytes of a schedule's message, headers included: all schedules are kept in memory. */
    public static final int SCHEDULE_MESSAGE_BYTES = 64 << 10;

    /** Missed firings that are made up for: a schedule of seconds and a day's outage must not flood a queue. */
    public static final int SCHEDULE_CATCH_UP = 1_000;

    /** Firings that are told in advance. */
    public static final int NEXT_FIRINGS = 1_000;

    /** Finished operations by hand that are kept; the oldest go first. */
    public static final int OPERATIONS_KEPT = 1_000;

    /** Operations by hand that go on at a time. */
    public static final int OPERATIONS_RUNNING = 100;

    /** Events that wait for a slow listener; those that come then are lost to it, and counted. */
    public static final int EVENTS_WAITING = 1_000;

    /**
     * Events of single messages that wait for a slow listener: there may be a burst of them, which must not keep an
     * alert from it.
     */
    public static final int MESSAGE_EVENTS_WAITING = EVENTS_WAITING * 9 / 10;

    /** The largest number of alert rules: each is compared with every destination. */
    public static final int ALERT_RULES = 1_000;

    /** Subscriptions of which alerts fire, or fired lately: nobody reads more, and each is written to a file. */
    public static final int ALERT_STATES = 10_000;

    /** The pause between two rounds of alerts: quick enough for people. */
    public static final Duration ALERT_ROUND = Duration.ofSeconds(1);

    /**
     * The partitions and subscriptions that one round of alerts looks at; the next round goes on behind them. It keeps
     * a round to some milliseconds, whatever number of destinations there is.
     */
    public static final int ALERT_LOOKS_OF_A_ROUND = 2_000;

    /** The times of dead letters that are remembered for all alerts together: 16 bytes of memory each. */
    public static final int ALERT_LETTERS = 500_000;

    /** The changes of alerts that wait to be handed on; the oldest are given up then. */
    public static final int ALERT_CHANGES_WAITING = 10_000;

    private EngineBounds() {}
}
