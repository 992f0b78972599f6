package io.penstock.broker.entry;

import io.penstock.Schedule;
import io.penstock.ScheduleState;

import java.time.Instant;
import java.util.Optional;

/**
 * A schedule and where it stands, as it is journaled. Times are milliseconds since the epoch.
 *
 * @param anchorMillis when it was declared with these times
 * @param nextMillis of the first firing that has neither happened nor been skipped; {@link #NEVER} for none
 * @param lastMillis of the latest firing that happened; 0 for none
 */
public record StoredSchedule(
        Schedule schedule,
        boolean paused,
        long anchorMillis,
        long nextMillis,
        long lastMillis,
        long fired,
        long skipped) {

    /** As a time of a firing: there is none. */
    public static final long NEVER = Long.MAX_VALUE;

    public StoredSchedule moved(Entry.ScheduleFired entry) {
        boolean happened = entry.firingMillis() != NEVER;
        return new StoredSchedule(
                schedule,
                paused,
                anchorMillis,
                entry.nextMillis(),
                happened ? entry.firingMillis() : lastMillis,
                happened ? fired + 1 : fired,
                skipped + entry.skipped());
    }

    public StoredSchedule paused(boolean isPaused, long next) {
        return new StoredSchedule(schedule, isPaused, anchorMillis, next, lastMillis, fired, skipped);
    }

    public ScheduleState state(String problem) {
        return new ScheduleState(
                schedule,
                paused,
                paused || nextMillis == NEVER ? Optional.empty() : Optional.of(Instant.ofEpochMilli(nextMillis)),
                lastMillis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(lastMillis)),
                fired,
                skipped,
                Optional.ofNullable(problem));
    }
}
