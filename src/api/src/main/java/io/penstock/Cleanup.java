package io.penstock;

/** A cleanup rule decides which of the old messages of a destination go. */
public enum Cleanup {

    /** The subscription: what it has settled is of no use any more. The way of queues, and theirs alone. */
    SETTLED,

    /** Age and size: the oldest go first. The way of topics that carry events. */
    DELETE,

    /** The key: of each key the newest message stays. The way of topics that carry state. */
    COMPACT
}
