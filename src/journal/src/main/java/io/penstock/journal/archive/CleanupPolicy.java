package io.penstock.journal.archive;

/** Says how the old records of a partition are cleaned up. */
public enum CleanupPolicy {

    /** Records are removed that no reader needs any more, as with queues. */
    SETTLED,

    /** Records are removed by age and size, the oldest first, as with topics. */
    EXPIRE,

    /** Records are removed that have a newer record with their key. Age and size count as well, if they are set. */
    COMPACT
}
