package io.penstock;

/** Whether a schedule fires. */
public enum ScheduleStatus {
    /** The schedule fires at its next time. */
    ACTIVE,

    /** The schedule does not fire until it is resumed. */
    PAUSED,

    /** The schedule has fired for the last time. */
    ENDED,

    /**
     * The clock was set back: since it has fired for the times that come again, it waits for the next one. {@link
     * Schedules#resume} has it go by the clock as it is.
     */
    BEHIND,

    /** The schedule cannot fire, while the others can. It is tried again, and can be declared anew or cancelled. */
    PROBLEM
}
