package io.penstock.broker.schedule;

import io.penstock.PenstockException;
import io.penstock.Schedule;
import io.penstock.broker.entry.StoredSchedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * The firings of a cron expression by the clock on the wall of a time zone. Between two changes of that clock, instants
 * and wall-clock times follow each other evenly, so that each stretch is looked at by itself:
 *
 * <ul>
 *   <li>A wall-clock time that exists once fires once.
 *   <li>What a change leaves out fires when the change happens, once for all that is left out.
 *   <li>What a change makes come twice fires the first time only.
 *   <li>A schedule of every hour goes by all wall-clock times instead: what is left out does not fire, what comes twice
 *       fires twice.
 * </ul>
 */
final class CronTimes extends FiringTimes {

    private static final long MILLIS = 1_000;

    /** The largest difference of the wall clock from UTC: no zone is that far off. */
    private static final long MAX_SHIFT_DAYS = 3;

    private final CronExpression expression;
    private final ZoneRules rules;
    private final boolean hourly;

    CronTimes(Schedule schedule) {
        super(schedule);
        expression = parse(schedule);
        rules = schedule.zone().getRules();
        hourly = expression.isHourly();
    }

    private static CronExpression parse(Schedule schedule) {
        try {
            return new CronExpression(schedule.cron());
        } catch (IllegalArgumentException e) {
            throw new PenstockException.InvalidConfiguration("Invalid schedule '" + schedule.name() + "': cron = '"
                    + schedule.cron() + "' cannot be read as " + CronExpression.typeOf(schedule.cron()) + ": "
                    + e.getMessage()
                    + ". Use five fields from minutes to day of week, or six from seconds to day of week.");
        }
    }

    /** The time between two changes of the wall clock, or what is left of it. */
    private final class Stretch {

        private final Instant begin;
        private final ZoneOffset offset;

        /** The change at the end; null if there is none. */
        private final ZoneOffsetTransition end;

        /** The change that it begins with, or null if it began before. */
        private final ZoneOffsetTransition change;

        private final LocalDateTime firstTime;

        private Stretch(Instant begin) {
            this.begin = begin;
            offset = rules.getOffset(begin);
            end = rules.nextTransition(begin);
            var latest = rules.previousTransition(begin.plusNanos(1));
            change = latest != null && latest.getInstant().equals(begin) ? latest : null;
            var time = LocalDateTime.ofInstant(begin, offset);
            boolean again =
                    latest != null && latest.isOverlap() && time.isBefore(latest.getDateTimeBefore()) && !hourly;
            firstTime = again ? latest.getDateTimeBefore() : time;
        }

        /** Whether it begins with a firing that the change left out, and is not one of this stretch as well. */
        private boolean makesUp() {
            if (change == null || !change.isGap() || hourly) {
                return false;
            }
            var leftOut = expression.next(change.getDateTimeBefore());
            return leftOut != null
                    && leftOut.isBefore(change.getDateTimeAfter())
                    && !begin.equals(instant(firstTime()));
        }

        private LocalDateTime firstTime() {
            return expression.next(firstTime);
        }

        private Instant instant(LocalDateTime time) {
            return time == null ? null : time.toInstant(offset);
        }

        private boolean reaches(Instant instant) {
            return end == null || instant.isBefore(end.getInstant());
        }

        private long count(Instant until) {
            var last = reaches(until) ? until : end.getInstant();
            long own = begin.isBefore(last) ? expression.count(firstTime, LocalDateTime.ofInstant(last, offset)) : 0;
            return own + (makesUp() ? 1 : 0);
        }
    }

    /** The first whole second later than that. */
    private static Instant secondAfter(long millis) {
        return Instant.ofEpochSecond(Math.floorDiv(millis, MILLIS) + 1);
    }

    @Override
    long next(long millis) {
        var from = secondAfter(millis);
        while (from.isBefore(Schedule.MAX_TIME)) {
            var stretch = new Stretch(from);
            if (stretch.makesUp()) {
                return from.toEpochMilli();
            }
            var time = stretch.firstTime();
            var found = stretch.instant(time);
            if (found != null && stretch.reaches(found)) {
                return found.toEpochMilli();
            }
            var end = stretch.end;
            if (end == null || time == null && expression.next(end.getDateTimeAfter()) == null) {
                return StoredSchedule.NEVER;
            }
            from = end.getInstant();
            // Nothing on the wall comes before that time: years of changes need not be looked at.
            var near = time == null ? from : time.minusDays(MAX_SHIFT_DAYS).toInstant(ZoneOffset.UTC);
            from = near.isAfter(from) ? near : from;
        }
        return StoredSchedule.NEVER;
    }

    @Override
    long count(long afterMillis, long untilMillis) {
        var until = secondAfter(untilMillis);
        long count = 0;
        for (var from = secondAfter(afterMillis); from.isBefore(until); ) {
            var stretch = new Stretch(from);
            count += stretch.count(until);
            from = stretch.reaches(until) ? until : stretch.end.getInstant();
        }
        return count;
    }
}
