package io.penstock;

/**
 * A capability is something that a broker's engine may or may not be able to do. {@link Broker#capabilities()} says
 * which ones it has; a method that needs another one fails with {@link PenstockException.Unsupported}.
 */
public enum Capability {

    /** Sends and settlements happen together or not at all: {@link Broker#begin}. */
    TRANSACTIONS,

    /** One atomic step may write to any destinations and settle in any subscriptions, not only in related ones. */
    ATOMIC_ACROSS_DESTINATIONS,

    /** A transaction can be prepared and ended later, perhaps after a restart: {@link Transaction#prepareAsync}. */
    PREPARED_TRANSACTIONS,

    /** A transaction can move a subscription to another place: {@link Transaction#seek}. */
    SEEKS_IN_TRANSACTIONS,

    /** A producer can number its messages, and each number is written once: {@link Broker#producer}. */
    NUMBERED_PRODUCERS,

    /** A destination can remember the ids that senders set: {@link Destination#deduplication()}. */
    DEDUPLICATION,

    /** A destination can hand out messages of a higher priority first: {@link Destination#priorities()}. */
    PRIORITIES,

    /** A message can be sent now and delivered later: {@link Message#deliverAt()}. */
    DELAYED_DELIVERY,

    /** A message that expires unprocessed becomes a dead letter: {@link Message#expiresAt()}. */
    EXPIRY,

    /** A destination can bound what waits in it: {@link Destination#limits()}. */
    DESTINATION_LIMITS,

    /** A destination in use can get more partitions: {@link Broker#alter}. */
    PARTITION_GROWTH,

    /** Destinations can exist for as long as a handle is open: {@link Broker#temporary}. */
    TEMPORARY_DESTINATIONS,

    /** Exchanges can route messages to other destinations: {@link Routing#bind}. */
    EXCHANGES,

    /** A subscription can cover all topics whose names match a pattern: {@link Routing#declare}. */
    WILDCARD_SUBSCRIPTIONS,

    /** A consumer or a subscription can take only the messages that match a filter. */
    FILTERS,

    /** A subscription can be put to another place: {@link Broker#seek}. */
    SEEKS,

    /** Part of a destination can be read again on the side: {@link Broker#replay}. */
    REPLAYS,

    /** Messages can be read without being taken: {@link Broker#browse} and {@link Broker#newest}. */
    BROWSING,

    /** The broker can send messages by the clock: {@link Broker#schedules}. */
    SCHEDULES,

    /** The broker can watch what is worth a call: {@link Broker#alerts}. */
    ALERTS,

    /** Dead letters can be put back or thrown away, and destinations purged or deleted: {@link Broker#operations}. */
    OPERATIONS_BY_HAND,

    /** Everything that the broker keeps can be copied while it runs: {@link Operations#backup}. */
    BACKUPS,

    /** Objects can be sent as such, through a codec that the application brings: {@link Broker#sender}. */
    TYPED_PAYLOADS
}
