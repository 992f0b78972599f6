package io.penstock.broker.schedule;

import io.penstock.Schedule;
import io.penstock.broker.entry.StoredSchedule;

/** Holds what is known of a schedule and need not survive a restart: its times, and when to try again. */
final class SchedulePlan {

    /** The tolerance of the clock: a smaller step back is that of a clock that is kept right. */
    private static final long CLOCK_TOLERANCE_MILLIS = 1_000;

    /** The schedule that this was made for. */
    final Schedule schedule;

    /**
     * The decision about firings; null if the times cannot be known. Then the schedule does not fire until another one
     * takes its place.
     */
    final FiringDecision timing;

    /** The time before which it is not tried again. */
    long retryAt;

    private SchedulePlan(Schedule schedule, FiringDecision timing) {
        this.schedule = schedule;
        this.timing = timing;
    }

    /** Makes the plan of a schedule that was accepted once: whatever is wrong with it is its own problem. */
    static SchedulePlan of(StoredSchedule state, ScheduleProblems problems) {
        var schedule = state.schedule();
        try {
            if (state.unknownZone() == null) {
                return new SchedulePlan(schedule, new FiringDecision(schedule, state.anchorMillis()));
            }
            problems.failed(
                    schedule.name(),
                    "This Java does not know the time zone '" + state.unknownZone() + "'.",
                    "until it is declared anew or cancelled");
        } catch (RuntimeException | StackOverflowError e) {
            problems.failed(schedule.name(), reason(e), "until it is declared anew or cancelled");
        }
        return new SchedulePlan(schedule, null);
    }

    static String reason(Throwable failure) {
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    /** Whether one of its times comes before the one it waits for: the clock was set back after that was chosen. */
    boolean isBehind(StoredSchedule state, long nowMillis) {
        if (timing == null || state.paused() || state.nextMillis() == StoredSchedule.NEVER) {
            return false;
        }
        return timing.times().after(nowMillis + CLOCK_TOLERANCE_MILLIS) < state.nextMillis();
    }
}
