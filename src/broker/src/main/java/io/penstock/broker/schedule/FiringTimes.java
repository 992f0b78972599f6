package io.penstock.broker.schedule;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import io.penstock.PenstockException;
import io.penstock.Schedule;
import io.penstock.broker.entry.StoredSchedule;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;

/**
 * Firing times say when a schedule fires, in milliseconds since the epoch. A function of its declaration: no clock.
 * Immutable.
 */
public abstract class FiringTimes {

    private static final int UNIX_FIELDS = 5;

    private final long startMillis;
    private final long endMillis;

    private FiringTimes(Schedule schedule) {
        startMillis = schedule.start() == null ? Long.MIN_VALUE : ceilMillis(schedule.start());
        endMillis = schedule.end() == null ? StoredSchedule.NEVER : ceilMillis(schedule.end());
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
        long at = next(Math.max(millis, startMillis == Long.MIN_VALUE ? millis : startMillis - 1));
        return at < endMillis ? at : StoredSchedule.NEVER;
    }

    /** The latest firing not later than that and later than the other, or {@link StoredSchedule#NEVER}. */
    final long latest(long untilMillis, long laterThan) {
        long at = previous(Math.min(untilMillis, endMillis == StoredSchedule.NEVER ? untilMillis : endMillis - 1));
        return at > laterThan && at >= startMillis ? at : StoredSchedule.NEVER;
    }

    abstract long next(long millis);

    /** The latest one at or before that time, or {@link Long#MIN_VALUE}. */
    abstract long previous(long millis);

    private static long ceilMillis(Instant instant) {
        long millis = instant.toEpochMilli();
        return instant.isAfter(Instant.ofEpochMilli(millis)) ? millis + 1 : millis;
    }

    private static final class Interval extends FiringTimes {

        private final long first;
        private final long interval;

        private Interval(Schedule schedule, long anchorMillis) {
            super(schedule);
            interval = schedule.interval().toMillis();
            first = schedule.start() == null ? anchorMillis + interval : ceilMillis(schedule.start());
        }

        @Override
        long next(long millis) {
            return millis < first ? first : first + ((millis - first) / interval + 1) * interval;
        }

        @Override
        long previous(long millis) {
            return millis < first ? Long.MIN_VALUE : first + (millis - first) / interval * interval;
        }
    }

    /**
     * By wall clock. The library leaves out what falls into the hour that a zone skips; here it happens when that hour
     * would have begun.
     */
    private static final class CronTimes extends FiringTimes {

        private final ExecutionTime times;
        private final ZoneId zone;

        private CronTimes(Schedule schedule) {
            super(schedule);
            zone = schedule.zone();
            times = parse(schedule);
        }

        private static ExecutionTime parse(Schedule schedule) {
            var type = schedule.cron().trim().split("\\s+").length == UNIX_FIELDS ? CronType.UNIX : CronType.QUARTZ;
            try {
                var parser = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(type));
                return ExecutionTime.forCron(parser.parse(schedule.cron()).validate());
            } catch (IllegalArgumentException e) {
                throw new PenstockException.InvalidConfiguration("Invalid schedule '" + schedule.name() + "': cron = '"
                        + schedule.cron() + "' cannot be read as " + type + ": " + e.getMessage()
                        + ". Use five fields from minutes to day of week, or six from seconds to day of week.");
            }
        }

        @Override
        long next(long millis) {
            var from = Instant.ofEpochMilli(millis);
            long regular = times.nextExecution(from.atZone(zone))
                    .map(CronTimes::millis)
                    .orElse(StoredSchedule.NEVER);
            // Firings have gaps of hours at most between those that a gap could swallow, so one transition is enough.
            var transition = zone.getRules().nextTransition(from);
            if (transition == null || !transition.isGap()) {
                return regular;
            }
            long gap = transition.getInstant().toEpochMilli();
            return gap > millis && gap < regular && isSwallowed(transition) ? gap : regular;
        }

        /** Whether the wall-clock times that are left out have a firing among them. */
        private boolean isSwallowed(ZoneOffsetTransition gap) {
            var before = gap.getDateTimeBefore().minusNanos(1).atZone(ZoneOffset.UTC);
            return times.nextExecution(before)
                    .filter(at -> at.toLocalDateTime().isBefore(gap.getDateTimeAfter()))
                    .isPresent();
        }

        @Override
        long previous(long millis) {
            return times.lastExecution(Instant.ofEpochMilli(millis + 1).atZone(zone))
                    .map(CronTimes::millis)
                    .orElse(Long.MIN_VALUE);
        }

        private static long millis(ZonedDateTime time) {
            return time.toInstant().toEpochMilli();
        }
    }
}
