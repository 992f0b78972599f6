package io.penstock;

/** A cleanup rule decides which of the old messages of a destination go. */
public enum Cleanup {

    /** Messages are deleted when they are settled. This is the rule of queues, and of queues alone. */
    SETTLED,

    /** Messages are deleted by age and size, the oldest first. This is for topics that carry events. */
    DELETE,

    /** Messages are deleted when a newer one has the same key. This is for topics that carry state. */
    COMPACT
}
