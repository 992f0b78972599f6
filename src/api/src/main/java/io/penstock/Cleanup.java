package io.penstock;

/** What decides how long the old messages of a destination are kept. */
public enum Cleanup {

    /** The subscription: what it has settled is of no use any more. The way of queues, and theirs alone. */
    SETTLED,

    /** Age and size: the oldest go first. The way of topics that carry events. */
    DELETE,

    /** The key: of each key the newest message stays. The way of topics that carry state. */
    COMPACT
}
