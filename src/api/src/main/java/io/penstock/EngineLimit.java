package io.penstock;

/**
 * An engine limit is a number that a broker's engine does not go beyond. {@link Capabilities#limit} says how much it
 * is; an engine that knows no such limit has none.
 */
public enum EngineLimit {

    /** The bytes of one message: key, body and headers. */
    MESSAGE_BYTES,

    /** The sends and settlements of one transaction, or the messages that are sent together in one step. */
    TRANSACTION_OPERATIONS,

    /** The bytes of all messages of one transaction. */
    TRANSACTION_BYTES,

    /** The bytes of the global id of a prepared transaction. */
    GLOBAL_ID_BYTES,

    /** The last numbers of a producer whose receipts are known; older ones cannot be repeated. */
    PRODUCER_RECEIPTS,

    /** The days without a message after which a producer may be forgotten, with its numbers. */
    PRODUCER_IDLE_DAYS,

    /** The temporary destinations that exist at a time. */
    TEMPORARY_DESTINATIONS,

    /** The exchanges that exist at a time. */
    EXCHANGES,

    /** The bindings of one exchange. */
    BINDINGS_OF_AN_EXCHANGE,

    /** The bindings of all exchanges together. */
    BINDINGS,

    /** The exchanges that a message may pass one after the other, their alternates included. */
    EXCHANGE_HOPS,

    /** The destinations that one message may be written to. */
    DESTINATIONS_OF_A_MESSAGE,

    /** The wildcard subscriptions that exist at a time. */
    WILDCARD_SUBSCRIPTIONS,

    /** The schedules that exist at a time. */
    SCHEDULES,

    /** The bytes of a schedule's message, headers included. */
    SCHEDULE_MESSAGE_BYTES,

    /** The missed firings that {@link MisfirePolicy#FIRE_ALL} makes up for. */
    SCHEDULE_CATCH_UP,

    /** The firings that {@link Schedules#nextFirings} tells at most. */
    NEXT_FIRINGS,

    /** The finished operations by hand that are kept for review. */
    OPERATIONS_KEPT,

    /** The operations by hand that go on at a time. */
    OPERATIONS_RUNNING,

    /** The alert rules that are declared at a time. */
    ALERT_RULES,

    /** The subscriptions of which an alert fires, or fired lately, at a time. */
    ALERT_STATES,

    /** The events that wait for a slow listener. */
    EVENTS_WAITING
}
