package io.penstock.broker.schedule;

import io.penstock.MisfirePolicy;
import io.penstock.Schedule;
import io.penstock.broker.entry.EngineBounds;
import io.penstock.broker.entry.StoredSchedule;

/** Decides what to do with a schedule whose time has come, from its state and the time, without side effects. */
final class FiringDecision {

    private final FiringTimes times;
    private final MisfirePolicy misfire;

    /**
     * The time up to which missed firings were counted, and were not too many; used with
     * {@link MisfirePolicy#FIRE_ALL}.
     */
    private long countedUntil = Long.MIN_VALUE;

    FiringDecision(Schedule schedule, long anchorMillis) {
        times = FiringTimes.of(schedule, anchorMillis);
        misfire = schedule.misfire();
    }

    FiringTimes times() {
        return times;
    }

    /**
     * One step of a schedule.
     *
     * @param firing the time of the firing that happens now, or {@link StoredSchedule#NEVER} for none
     * @param next when the next step is due, perhaps at once
     * @param skipped firings that do not happen
     */
    record Step(long firing, long next, long skipped) {}

    /** Decides what to do at that time about firings that are due from {@code next} on, which is not later. */
    Step step(long next, long nowMillis) {
        if (misfire == MisfirePolicy.FIRE_ALL && next <= countedUntil) {
            return new Step(next, times.after(next), 0);
        }
        // A time that was stored as the next firing stays one, even if a later version of this code would have chosen
        // another.
        long later = times.between(next, nowMillis);
        if (misfire == MisfirePolicy.FIRE_ALL) {
            countedUntil = nowMillis;
            long skipped = Math.max(0, later + 1 - EngineBounds.SCHEDULE_CATCH_UP);
            long first = skipped == 0 ? next : times.fromLatest(EngineBounds.SCHEDULE_CATCH_UP, next, nowMillis);
            return new Step(first, times.after(first), skipped);
        }
        long latest = later == 0 ? next : times.fromLatest(1, next, nowMillis);
        boolean late = misfire == MisfirePolicy.SKIP && nowMillis - latest > Schedule.SKIP_AFTER.toMillis();
        return new Step(late ? StoredSchedule.NEVER : latest, times.after(nowMillis), late ? later + 1 : later);
    }
}
