package io.penstock;

/** Where a new subscription begins to read. */
public enum StartPosition {

    /** At the oldest message that is still there. */
    EARLIEST,

    /** After the newest message: only what is sent from now on. */
    LATEST
}
