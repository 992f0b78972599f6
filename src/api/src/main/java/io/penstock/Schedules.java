package io.penstock;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Schedules are what a broker sends by the clock. Methods may be called from any thread and wait until the change is
 * durable.
 */
public interface Schedules {

    /**
     * Makes a schedule exist. Declaring an equal one again does nothing. Another one of the same name takes its place
     * and keeps its counters; if its times are other ones, they are counted from now on.
     *
     * @return the schedule as it exists now
     * @throws PenstockException.InvalidConfiguration if the cron expression cannot be read, or there are too many
     * @throws PenstockException.UnknownDestination if the message's destination does not exist
     * @throws PenstockException.InvalidMessage if the message breaks a rule or a limit
     * @throws PenstockException.MessageTooLarge if it has more bytes than a schedule may have, or its destination takes
     */
    ScheduleState declare(Schedule schedule);

    /** Lists all schedules by name. */
    List<ScheduleState> list();

    /** The schedule of that name, if it exists. */
    Optional<ScheduleState> find(String name);

    /**
     * Pauses a schedule: it does not fire until it is resumed. To pause a schedule that is paused has no effect.
     *
     * @throws PenstockException.UnknownSchedule if there is none of that name
     */
    ScheduleState pause(String name);

    /**
     * Resumes a schedule: it fires next at the first of its times after now, and times that passed while it was paused
     * are no misfires. To resume a schedule that is not paused has no effect, except that its times are counted anew if
     * the clock was set back.
     *
     * @throws PenstockException.UnknownSchedule if there is none of that name
     */
    ScheduleState resume(String name);

    /**
     * Fires a schedule now, besides its times and also while it is paused: the message is sent with the time of now,
     * and counts as fired. When it fires next stays as it is.
     *
     * @return the schedule after it has fired
     * @throws PenstockException.UnknownSchedule if there is none of that name
     * @throws PenstockException if the message cannot be sent now; nothing has happened then
     */
    ScheduleState fire(String name);

    /**
     * Removes a schedule. When this returns, it does not send any more; what it has sent stays.
     *
     * @throws PenstockException.UnknownSchedule if there is none of that name
     */
    void cancel(String name);

    /**
     * Calculates the next firings of a schedule, as if it were not paused: at most that many times, earliest first.
     *
     * @param count 1 or more, up to a limit ({@link EngineLimit#NEXT_FIRINGS})
     * @throws PenstockException.UnknownSchedule if there is none of that name
     */
    List<Instant> nextFirings(String name, int count);
}
