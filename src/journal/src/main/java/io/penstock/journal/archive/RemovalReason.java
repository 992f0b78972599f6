package io.penstock.journal.archive;

/** Says why records were removed from the archive. */
public enum RemovalReason {

    /** Older than the partition's records may be. */
    AGE,

    /** The partition was larger than it may be. */
    SIZE,

    /** Every reader was done with them. */
    SETTLED,

    /** A newer record has their key. */
    SUPERSEDED,

    /** The records marked keys as deleted, long enough ago. */
    TOMBSTONE,

    /** Their partition does not exist any more. */
    DROPPED
}
