package io.penstock.broker.schedule;

import io.penstock.PenstockException;
import io.penstock.Schedule;
import io.penstock.Times;
import io.penstock.broker.entry.StoredSchedule;

/**
 * Calculates when a schedule fires, in milliseconds since the epoch, from its declaration alone and without a clock.
 * Immutable.
 */
abstract class FiringTimes {

    private static final long MAX_MILLIS = Schedule.MAX_TIME.toEpochMilli();

    private final long startMillis;
    private final long endMillis;

    FiringTimes(Schedule schedule) {
        startMillis = schedule.start() == null ? Long.MIN_VALUE : Times.ceilMillis(schedule.start());
        endMillis = schedule.end() == null ? StoredSchedule.NEVER : Times.ceilMillis(schedule.end());
    }

    /**
     * @param anchorMillis when the schedule was declared
     * @throws PenstockException.InvalidConfiguration if its cron expression cannot be read
     */
    static FiringTimes of(Schedule schedule, long anchorMillis) {
        return schedule.cron() == null ? new Interval(schedule, anchorMillis) : new CronTimes(schedule);
    }

    /** The first firing later than that, or {@link StoredSchedule#NEVER}. */
    final long after(long millis) {
        long later = Math.max(millis, startMillis == Long.MIN_VALUE ? millis : startMillis - 1);
        if (later >= MAX_MILLIS) {
            return StoredSchedule.NEVER;
        }
        long at = next(later);
        return at < endMillis && at <= MAX_MILLIS ? at : StoredSchedule.NEVER;
    }

    /** The number of firings later than the one time, and not later than the other, by arithmetic. */
    final long between(long laterThan, long untilMillis) {
        long after = Math.max(laterThan, startMillis == Long.MIN_VALUE ? laterThan : startMillis - 1);
        long until = Math.min(Math.min(untilMillis, MAX_MILLIS), endMillis - 1);
        return after < until ? count(after, until) : 0;
    }

    /**
     * The one that comes at that place, counted back from the latest.
     *
     * @param place 1 for the latest; no more than there are between the two times
     */
    final long fromLatest(long place, long laterThan, long untilMillis) {
        long late = untilMillis;
        long width = 1;
        while (untilMillis - width > laterThan && between(untilMillis - width, untilMillis) < place) {
            late = untilMillis - width;
            width *= 2;
        }
        long early = Math.max(laterThan, untilMillis - width);
        // It is later than early, and not later than late.
        while (late - early > 1) {
            long middle = early + (late - early) / 2;
            if (between(middle, untilMillis) >= place) {
                early = middle;
            } else {
                late = middle;
            }
        }
        return late;
    }

    abstract long next(long millis);

    /** Counts as {@link #between} does, without regard to start and end. */
    abstract long count(long afterMillis, long untilMillis);

    private static final class Interval extends FiringTimes {

        private final long first;
        private final long interval;

        private Interval(Schedule schedule, long anchorMillis) {
            super(schedule);
            interval = Times.millis(schedule.interval());
            first = schedule.start() == null ? Times.sum(anchorMillis, interval) : Times.ceilMillis(schedule.start());
        }

        @Override
        long next(long millis) {
            return millis < first ? first : Times.sum(first, ((millis - first) / interval + 1) * interval);
        }

        @Override
        long count(long afterMillis, long untilMillis) {
            return upTo(untilMillis) - upTo(afterMillis);
        }

        private long upTo(long millis) {
            return millis < first ? 0 : (millis - first) / interval + 1;
        }
    }
}
