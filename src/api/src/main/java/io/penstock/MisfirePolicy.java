package io.penstock;

/**
 * A misfire policy says what becomes of firings whose time passed while they could not happen: the broker was closed,
 * or its clock jumped.
 */
public enum MisfirePolicy {

    /** The latest of them happens at once, the others are skipped. */
    FIRE_ONCE,

    /** The latest of them happens if it is not later than {@link Schedule#SKIP_AFTER}, the others are skipped. */
    SKIP,

    /**
     * Each of them happens, in order. If there are too many, the oldest are skipped
     * ({@link EngineLimit#SCHEDULE_CATCH_UP}).
     */
    FIRE_ALL
}
