package io.penstock.journal.archive;

/** Says how the old records of a partition are cleaned up. */
public enum CleanupPolicy {

    /** The readers: what none of them needs any more goes, as with queues. */
    SETTLED,

    /** Age and size: the oldest go first, as with topics. */
    EXPIRE,

    /** The key: of each the newest record stays. Age and size count as well, if they are set. */
    COMPACT
}
