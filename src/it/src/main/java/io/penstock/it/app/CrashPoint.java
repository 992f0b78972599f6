package io.penstock.it.app;

/** Where the process dies in the two phases of a transaction that changes the database and the log. */
public enum CrashPoint {
    NONE,
    AFTER_PREPARE_OF_LOG,
    AFTER_PREPARE_OF_BOTH,
    /** The manager has written down that it will commit, and nobody has committed. */
    AFTER_DECISION,
    AFTER_COMMIT_OF_LOG,
    AFTER_COMMIT_OF_DATABASE
}
