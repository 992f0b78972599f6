package io.penstock.broker.entry;

import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.MisfirePolicy;
import io.penstock.PenstockException;
import io.penstock.Schedule;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The bytes of entries about schedules, in the primitives of {@link EntryCodec}.
 *
 * <pre>
 * 70 schedule declared   name:text message cron:text(empty for an interval) zone:text interval:d(zero for cron)
 *                        start:t end:t misfire:u8(0 once, 1 skip, 2 all)
 *                        paused:u8 anchor:n next:t last:n fired:n skipped:n
 *      message           destination:text flags:u8(1 key, 2 body, 4 durability, 8 routing key) [key:bytes] [body:bytes]
 *                        [durability:u8(0 sync, 1 os)] [routingKey:text] count:n { name:text value:bytes }*
 * 71 schedule fired      name:text firing:t next:t skipped:n       beside the record that was sent, if one was
 * 72 schedule paused     name:text paused:u8 next:t                or resumed
 * 73 schedule cancelled  name:text
 *
 * t      a time in milliseconds plus one; 0 for none           bytes   length:n bytes
 * </pre>
 */
public final class ScheduleCodec {

    static final int DECLARED = 70;
    static final int FIRED = 71;
    static final int PAUSED = 72;
    static final int CANCELLED = 73;

    private static final int HAS_KEY = 1;
    private static final int HAS_BODY = 2;
    private static final int HAS_DURABILITY = 4;
    private static final int HAS_ROUTING_KEY = 8;

    private static final Durability[] DURABILITIES = {Durability.SYNC, Durability.OS};
    private static final MisfirePolicy[] MISFIRES = {MisfirePolicy.FIRE_ONCE, MisfirePolicy.SKIP, MisfirePolicy.FIRE_ALL
    };

    private ScheduleCodec() {}

    static void write(EntryWriter out, Entry.Scheduling entry) {
        if (entry instanceof Entry.ScheduleDeclared declared) {
            out.octet(DECLARED);
            write(out, declared.state());
        } else if (entry instanceof Entry.ScheduleFired fired) {
            out.octet(FIRED);
            out.text(fired.name());
            time(out, fired.firingMillis());
            time(out, fired.nextMillis());
            out.number(fired.skipped());
        } else if (entry instanceof Entry.SchedulePaused paused) {
            out.octet(PAUSED);
            out.text(paused.name());
            out.octet(paused.paused() ? 1 : 0);
            time(out, paused.nextMillis());
        } else {
            out.octet(CANCELLED);
            out.text(entry.name());
        }
    }

    static Entry read(int type, EntryReader in) {
        return switch (type) {
            case DECLARED -> new Entry.ScheduleDeclared(state(in));
            case FIRED -> new Entry.ScheduleFired(in.text(), time(in), time(in), in.number());
            case PAUSED -> new Entry.SchedulePaused(in.text(), in.octet() == 1, time(in));
            default -> new Entry.ScheduleCancelled(in.text());
        };
    }

    /** The schedule alone, for comparison: a message has no equality of its own. */
    public static byte[] encode(Schedule schedule) {
        var out = new EntryWriter();
        write(out, schedule, schedule.zone().getId());
        return out.toBytes();
    }

    private static void write(EntryWriter out, StoredSchedule state) {
        var schedule = state.schedule();
        write(out, schedule, state.unknownZone() == null ? schedule.zone().getId() : state.unknownZone());
        out.octet(state.paused() ? 1 : 0);
        out.number(state.anchorMillis());
        time(out, state.nextMillis());
        out.number(state.lastMillis());
        out.number(state.fired());
        out.number(state.skipped());
    }

    private static void write(EntryWriter out, Schedule schedule, String zone) {
        out.text(schedule.name());
        write(out, schedule.message());
        out.text(schedule.cron() == null ? "" : schedule.cron());
        out.text(zone);
        out.duration(schedule.interval() == null ? Duration.ZERO : schedule.interval());
        instant(out, schedule.start());
        instant(out, schedule.end());
        out.octet(indexOf(MISFIRES, schedule.misfire()));
    }

    private static StoredSchedule state(EntryReader in) {
        try {
            String name = in.text();
            var message = message(in);
            String cron = in.text();
            String zoneName = in.text();
            var zone = zone(zoneName);
            var interval = PolicyCodec.bounded(in, Schedule.MAX_INTERVAL);
            var start = instant(in);
            var end = instant(in);
            var schedule = Schedule.builder(name, message)
                    .cron(cron.isEmpty() ? null : cron)
                    .zone(zone == null ? ZoneOffset.UTC : zone)
                    .interval(interval.isZero() ? null : interval)
                    .start(start)
                    // Both may have been later than what is possible now.
                    .end(start != null && end != null && !start.isBefore(end) ? null : end)
                    .misfire(at(MISFIRES, in.octet()))
                    .build();
            return new StoredSchedule(
                    schedule,
                    in.octet() == 1,
                    in.number(),
                    time(in),
                    in.number(),
                    in.number(),
                    in.number(),
                    zone == null ? zoneName : null);
        } catch (DateTimeException | ArithmeticException | PenstockException e) {
            throw new UnreadableEntryException("an entry declares an impossible schedule: " + e.getMessage());
        }
    }

    /**
     * Reads a time zone; null for one that this Java does not know, which is a problem of the schedule and not of the
     * log.
     */
    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static void write(EntryWriter out, Message message) {
        out.text(message.destination());
        out.octet((message.key() == null ? 0 : HAS_KEY)
                | (message.body() == null ? 0 : HAS_BODY)
                | (message.durability().isEmpty() ? 0 : HAS_DURABILITY)
                | (message.hasRoutingKey() ? HAS_ROUTING_KEY : 0));
        if (message.key() != null) {
            out.bytes(message.key());
        }
        if (message.body() != null) {
            out.bytes(message.body());
        }
        message.durability().ifPresent(durability -> out.octet(indexOf(DURABILITIES, durability)));
        if (message.hasRoutingKey()) {
            out.text(message.routingKey());
        }
        out.number(message.headers().size());
        for (var header : message.headers()) {
            out.text(header.name());
            out.bytes(header.value());
        }
    }

    private static Message message(EntryReader in) {
        var message = Message.to(in.text());
        int flags = in.octet();
        message.key((flags & HAS_KEY) == 0 ? null : in.bytes());
        message.body((flags & HAS_BODY) == 0 ? null : in.bytes());
        message.durability((flags & HAS_DURABILITY) == 0 ? null : at(DURABILITIES, in.octet()));
        message.routingKey((flags & HAS_ROUTING_KEY) == 0 ? null : in.text());
        for (int left = in.count(2); left > 0; left--) {
            message.header(in.text(), in.bytes());
        }
        return message.build();
    }

    private static <T> int indexOf(T[] values, T value) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] == value) {
                return i;
            }
        }
        throw new IllegalArgumentException("There is no code for " + value);
    }

    private static <T> T at(T[] values, int code) {
        if (code >= values.length) {
            throw new UnreadableEntryException("an entry has the unknown code " + code);
        }
        return values[code];
    }

    private static void time(EntryWriter out, long millis) {
        out.number(millis == StoredSchedule.NEVER ? 0 : millis + 1);
    }

    private static long time(EntryReader in) {
        long value = in.number();
        return value == 0 ? StoredSchedule.NEVER : value - 1;
    }

    private static void instant(EntryWriter out, Instant instant) {
        out.number(instant == null ? 0 : instant.getEpochSecond() + 1);
        if (instant != null) {
            out.number(instant.getNano());
        }
    }

    private static Instant instant(EntryReader in) {
        long second = in.number();
        if (second == 0) {
            return null;
        }
        var instant = Instant.ofEpochSecond(second - 1, in.number());
        // Later ones were possible once, and must not keep a log from being opened.
        return instant.isAfter(Schedule.MAX_TIME) ? Schedule.MAX_TIME : instant;
    }

    static EntryView view(Entry.Scheduling entry) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", entry.name());
        if (entry instanceof Entry.ScheduleDeclared declared) {
            var schedule = declared.state().schedule();
            fields.put("destination", schedule.message().destination());
            fields.put(
                    schedule.cron() == null ? "interval" : "cron",
                    schedule.cron() == null ? schedule.interval().toString() : schedule.cron());
            fields.put(
                    "zone",
                    declared.state().unknownZone() == null
                            ? schedule.zone().getId()
                            : declared.state().unknownZone());
            fields.put("misfire", schedule.misfire().name());
            fields.put("paused", declared.state().paused() ? 1 : 0);
            shown(fields, "nextMillis", declared.state().nextMillis());
            return new EntryView("schedule-declared", fields);
        }
        if (entry instanceof Entry.ScheduleFired fired) {
            shown(fields, "firingMillis", fired.firingMillis());
            shown(fields, "nextMillis", fired.nextMillis());
            fields.put("skipped", fired.skipped());
            return new EntryView("schedule-fired", fields);
        }
        if (entry instanceof Entry.SchedulePaused paused) {
            shown(fields, "nextMillis", paused.nextMillis());
            return new EntryView(paused.paused() ? "schedule-paused" : "schedule-resumed", fields);
        }
        return new EntryView("schedule-cancelled", fields);
    }

    private static void shown(Map<String, Object> fields, String name, long millis) {
        if (millis != StoredSchedule.NEVER) {
            fields.put(name, millis);
        }
    }
}
