package io.penstock.broker.schedule;

import io.penstock.MisfirePolicy;
import io.penstock.Schedule;
import io.penstock.broker.entry.EngineBounds;
import io.penstock.broker.entry.StoredSchedule;

import java.util.ArrayDeque;

/**
 * A firing decision is what is to be done about a schedule whose time has come: decided from its state and the time,
 * without side effects.
 */
final class FiringDecision {

    /** Missed firings counted one by one; of more, those that are skipped are not all counted. */
    private static final int MAX_COUNTED = 10 * EngineBounds.SCHEDULE_CATCH_UP;

    private final FiringTimes times;
    private final MisfirePolicy misfire;

    /** With {@link MisfirePolicy#FIRE_ALL}: up to here, what is missed was counted, and is not too much. */
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

    /** What to do at that time about firings that are due from {@code next} on, which is not later. */
    Step step(long next, long nowMillis) {
        if (misfire == MisfirePolicy.FIRE_ALL && next <= countedUntil) {
            return new Step(next, times.after(next), 0);
        }
        int kept = misfire == MisfirePolicy.FIRE_ALL ? EngineBounds.SCHEDULE_CATCH_UP : 1;
        var newest = new ArrayDeque<Long>();
        long missed = 0;
        long at = next;
        for (; at <= nowMillis && missed < MAX_COUNTED; at = times.after(at)) {
            newest.add(at);
            missed++;
            if (newest.size() > kept) {
                newest.poll();
            }
        }
        if (at <= nowMillis) {
            newest = backwards(nowMillis, at - 1, kept, newest);
        }
        long skipped = missed - newest.size();
        long first = newest.peek();
        if (misfire == MisfirePolicy.FIRE_ALL) {
            countedUntil = nowMillis;
            return new Step(first, times.after(first), skipped);
        }
        boolean late = misfire == MisfirePolicy.SKIP && nowMillis - first > Schedule.SKIP_AFTER.toMillis();
        return new Step(late ? StoredSchedule.NEVER : first, times.after(nowMillis), late ? skipped + 1 : skipped);
    }

    /** The newest, from the end, when there are too many to walk through all of them. */
    private ArrayDeque<Long> backwards(long nowMillis, long laterThan, int kept, ArrayDeque<Long> otherwise) {
        var newest = new ArrayDeque<Long>();
        long at = times.latest(nowMillis, laterThan);
        while (at != StoredSchedule.NEVER && newest.size() < kept) {
            newest.addFirst(at);
            at = times.latest(at - 1, laterThan);
        }
        return newest.isEmpty() ? otherwise : newest;
    }
}
