package io.penstock.postgres.outbox;

/** The state of a row of the outbox. Only {@link #SENT} and {@link #ABANDONED} are the end of it. */
public enum OutboxState {

    /** It has no number, and waits for a relay, or for the end of its back-off. */
    WAITING,

    /** It has a number of a log, and is appended to that log under that number, or has been. */
    NUMBERED,

    /** The log refused it: its number is filled with nothing, and then it waits again. */
    RETURNING,

    /** The log refused it for good: its number is filled with nothing, and then it is abandoned. */
    GIVING_UP,

    /** The log has it. */
    SENT,

    /** It was refused, and is not tried any more; its problem says why. */
    ABANDONED
}
