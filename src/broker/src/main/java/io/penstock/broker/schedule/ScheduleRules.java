package io.penstock.broker.schedule;

import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.Schedule;
import io.penstock.broker.destination.Catalog;
import io.penstock.broker.entry.EngineBounds;
import io.penstock.broker.entry.ScheduleCodec;
import io.penstock.broker.entry.StoredSchedule;
import io.penstock.broker.record.MessageRules;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Objects;

/** Says which schedules can be declared, and what a declaration makes of the one of that name. It keeps nothing. */
record ScheduleRules(Catalog catalog, MessageRules rules, InstantSource clock) {

    /** Refuses what could not be declared now, whatever there is of that name. */
    void require(Schedule schedule) {
        requireKept(schedule);
        requireSendable(schedule);
        long now = clock.millis();
        requireTimes(schedule, firstOf(schedule, Math.max(0, now), now), now);
    }

    /** Whether the declaration of a schedule would change nothing. */
    static boolean isSame(Schedule schedule, StoredSchedule existing) {
        return existing != null
                && existing.unknownZone() == null
                && Arrays.equals(ScheduleCodec.encode(existing.schedule()), ScheduleCodec.encode(schedule));
    }

    /** Refuses a schedule that can never fire: it is a mistake of whoever declares it. */
    StoredSchedule declared(Schedule schedule, StoredSchedule existing) {
        requireSendable(schedule);
        var declared = promised(schedule, null, existing);
        if (!haveSameTimes(schedule, existing)) {
            requireTimes(schedule, declared.nextMillis(), clock.millis());
        }
        return declared;
    }

    /**
     * The state of a schedule that was accepted before: if its times are over meanwhile, it has ended.
     *
     * @param unknownZone the name of its time zone if this Java does not know that; else null
     */
    StoredSchedule promised(Schedule schedule, String unknownZone, StoredSchedule existing) {
        boolean sameTimes = unknownZone == null && haveSameTimes(schedule, existing);
        long now = clock.millis();
        long anchor = sameTimes ? existing.anchorMillis() : Math.max(0, now);
        return new StoredSchedule(
                schedule,
                existing != null && existing.paused(),
                anchor,
                sameTimes ? existing.nextMillis() : firstOf(schedule, anchor, now),
                existing == null ? 0 : existing.lastMillis(),
                existing == null ? 0 : existing.fired(),
                existing == null ? 0 : existing.skipped(),
                unknownZone);
    }

    /** Refuses a message with what a schedule does not keep, because it would be lost without a word. */
    static void requireKept(Schedule schedule) {
        var message = schedule.message();
        String lost = message.durability().stream().anyMatch(each -> each == Durability.MEMORY)
                ? "durability MEMORY"
                : message.priority() != Message.DEFAULT_PRIORITY
                        ? "priority " + message.priority()
                        : message.timeToLive()
                                .map(age -> "time to live " + age)
                                .or(() -> message.expiresAt().map(time -> "expiry " + time))
                                .orElse(null);
        if (lost != null) {
            throw new PenstockException.InvalidConfiguration("Invalid schedule '" + schedule.name()
                    + "': its message has the " + lost + ", which schedules do not keep. Leave it out; the time to live"
                    + " may be that of the destination.");
        }
    }

    private void requireSendable(Schedule schedule) {
        var message = schedule.message();
        if (Destination.isTemporary(message.destination())) {
            throw new PenstockException.InvalidConfiguration("Schedule '" + schedule.name()
                    + "' cannot send to the temporary destination '" + message.destination()
                    + "', which it would outlive.");
        }
        if (catalog.declared(message.destination()) == null) {
            throw new PenstockException.UnknownDestination(message.destination());
        }
        long bytes = rules.check(message, clock.instant());
        var destination = catalog.find(message.destination());
        if (destination != null) {
            destination.requireFits(bytes);
        }
        if (bytes > EngineBounds.SCHEDULE_MESSAGE_BYTES) {
            throw new PenstockException.MessageTooLarge(
                    message.destination(), bytes, EngineBounds.SCHEDULE_MESSAGE_BYTES);
        }
    }

    private static long firstOf(Schedule schedule, long anchor, long now) {
        return FiringTimes.of(schedule, anchor).after(now);
    }

    private static void requireTimes(Schedule schedule, long first, long now) {
        if (first == StoredSchedule.NEVER) {
            throw new PenstockException.InvalidConfiguration("Invalid schedule '" + schedule.name() + "': "
                    + (schedule.cron() == null
                            ? "interval = " + schedule.interval()
                            : "cron = '" + schedule.cron() + "'")
                    + (schedule.start() == null ? "" : ", start = " + schedule.start())
                    + (schedule.end() == null ? "" : ", end = " + schedule.end())
                    + ": it can never fire, since no such time comes after now, " + Instant.ofEpochMilli(now) + ".");
        }
    }

    private static boolean haveSameTimes(Schedule schedule, StoredSchedule existing) {
        if (existing == null || existing.unknownZone() != null) {
            return false;
        }
        var other = existing.schedule();
        return Objects.equals(schedule.cron(), other.cron())
                && schedule.zone().equals(other.zone())
                && Objects.equals(schedule.interval(), other.interval())
                && Objects.equals(schedule.start(), other.start())
                && Objects.equals(schedule.end(), other.end());
    }
}
