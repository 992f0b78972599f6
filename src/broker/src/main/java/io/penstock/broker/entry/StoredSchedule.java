package io.penstock.broker.entry;

import io.penstock.Schedule;
import io.penstock.ScheduleState;
import io.penstock.ScheduleStatus;

import java.time.Instant;
import java.util.Optional;

/**
 * A schedule and how far it is, as it is journaled. Times are milliseconds since the epoch.
 *
 * @param anchorMillis when it was declared with these times
 * @param nextMillis of the first firing that has neither happened nor been skipped; {@link #NEVER} for none
 * @param lastMillis of the latest firing that happened; 0 for none
 * @param unknownZone the name of its time zone if this Java does not know that, as an older or newer one did; else null
 */
public record StoredSchedule(
        Schedule schedule,
        boolean paused,
        long anchorMillis,
        long nextMillis,
        long lastMillis,
        long fired,
        long skipped,
        String unknownZone) {

    public StoredSchedule(
            Schedule schedule,
            boolean paused,
            long anchorMillis,
            long nextMillis,
            long lastMillis,
            long fired,
            long skipped) {
        this(schedule, paused, anchorMillis, nextMillis, lastMillis, fired, skipped, null);
    }

    /** The time of a firing that does not exist. */
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
                skipped + entry.skipped(),
                unknownZone);
    }

    public StoredSchedule paused(boolean isPaused, long next) {
        return new StoredSchedule(schedule, isPaused, anchorMillis, next, lastMillis, fired, skipped, unknownZone);
    }

    /**
     * @param problem why it does not fire; null if it does
     * @param behind whether it only waits because the clock was set back
     */
    public ScheduleState state(String problem, boolean behind) {
        boolean ended = nextMillis == NEVER;
        var status = paused
                ? ScheduleStatus.PAUSED
                : problem != null
                        ? ScheduleStatus.PROBLEM
                        : ended ? ScheduleStatus.ENDED : behind ? ScheduleStatus.BEHIND : ScheduleStatus.ACTIVE;
        return new ScheduleState(
                schedule,
                status,
                paused,
                paused || ended ? Optional.empty() : Optional.of(Instant.ofEpochMilli(nextMillis)),
                lastMillis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(lastMillis)),
                fired,
                skipped,
                status == ScheduleStatus.BEHIND
                        ? Optional.of("The clock was set back: it goes on when that comes to its next time, or counts"
                                + " its times from now on when it is resumed.")
                        : Optional.ofNullable(problem));
    }
}
