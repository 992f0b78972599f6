package io.penstock;

/** Whether a schedule fires. */
public enum ScheduleStatus {
    /** It fires at its next time. */
    ACTIVE,

    /** It does not fire until it is resumed. */
    PAUSED,

    /** It has fired for the last time. */
    ENDED,

    /**
     * The clock was set back: since it has fired for the times that come again, it waits for the next one. {@link
     * Schedules#resume} has it go by the clock as it is.
     */
    BEHIND,

    /** It cannot fire; the others can. It is tried again, and can be declared anew or cancelled. */
    PROBLEM
}
