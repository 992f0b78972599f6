package io.penstock;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;

/**
 * A message that is sent again and again: by a cron expression or at a fixed interval. Each firing sends the message
 * exactly once, whatever happens to the process. Its id is {@link #messageId(Instant)}.
 *
 * @param name 1 to {@value #MAX_NAME_LENGTH} letters, digits, dots, underscores and hyphens
 * @param message what is sent: destination, key, body and headers. It has no id, no timestamp and no delivery time of
 *     its own: each firing has its own
 * @param cron null for a fixed interval. Six or seven fields are seconds, minutes, hours, day of month, month, day of
 *     week and year, as Quartz has them (one of the days is {@code ?}); five are Unix': from minutes to day of week
 * @param zone in which the cron expression is read. A firing that falls into the hour that is left out in spring
 *     happens when that hour would have begun; one in the hour that comes twice in autumn happens once, unless it is
 *     hourly or more frequent
 * @param interval null for a cron expression; counted from {@code start}, or from when the schedule was declared
 * @param start before which it does not fire; null for at once
 * @param end from which on it does not fire any more; null for never
 */
public record Schedule(
        String name,
        Message message,
        String cron,
        ZoneId zone,
        Duration interval,
        Instant start,
        Instant end,
        MisfirePolicy misfire) {

    /** With a firing's time it must fit into a message id. */
    public static final int MAX_NAME_LENGTH = 200;

    /** Whoever needs a message more often than this needs a sender, not a schedule. */
    public static final Duration MIN_INTERVAL = Duration.ofSeconds(1);

    /** Longer ones are taken for a mistake of units. */
    public static final Duration MAX_INTERVAL = Duration.ofDays(3_660);

    /** Longer than a restart takes, and shorter than anybody would call on time. */
    public static final Duration SKIP_AFTER = Duration.ofSeconds(60);

    /** The end of the year 9999, as for timestamps of messages. */
    public static final Instant MAX_TIME = StartPosition.MAX_TIME;

    /** Of cron expressions; none that a person can read is longer. */
    public static final int MAX_CRON_LENGTH = 256;

    /** The header with the schedule's name. */
    public static final String NAME_HEADER = Headers.RESERVED_PREFIX + "schedule";

    /** The header with the firing's time, as ISO 8601 text: when it was due, not when it was sent. */
    public static final String FIRING_HEADER = Headers.RESERVED_PREFIX + "firing";

    public Schedule {
        Destination.requireName(name, "schedule");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(zone, "zone");
        Objects.requireNonNull(misfire, "misfire");
        require(
                name.length() <= MAX_NAME_LENGTH,
                name,
                "its name has " + name.length() + " characters; at most " + MAX_NAME_LENGTH + " are possible");
        require(
                (cron == null) != (interval == null),
                name,
                "cron = " + cron + " and interval = " + interval + ": exactly one of them is needed");
        require(
                cron == null || cron.length() <= MAX_CRON_LENGTH,
                name,
                "its cron expression is longer than " + MAX_CRON_LENGTH + " characters");
        require(
                interval == null || interval.compareTo(MIN_INTERVAL) >= 0 && interval.compareTo(MAX_INTERVAL) <= 0,
                name,
                "interval = " + interval + ": use " + MIN_INTERVAL + " to " + MAX_INTERVAL.toDays() + " days");
        requireWithin("start", start, name);
        requireWithin("end", end, name);
        require(
                start == null || end == null || start.isBefore(end),
                name,
                "start = " + start + " is not before end = " + end);
        require(
                message.id() == null
                        && message.timestamp() == null
                        && message.deliverAt().isEmpty(),
                name,
                "its message has an id, a timestamp or a delivery time: each firing has its own");
    }

    private static void requireWithin(String what, Instant time, String name) {
        require(
                time == null || !time.isBefore(Instant.EPOCH) && !time.isAfter(MAX_TIME),
                name,
                what + " = " + time + ": use a time from 1970 to 9999");
    }

    private static void require(boolean valid, String name, String problem) {
        if (!valid) {
            throw new PenstockException.InvalidConfiguration("Invalid schedule '" + name + "': " + problem + ".");
        }
    }

    /** The id of the message that is sent for the firing of that time. */
    public String messageId(Instant firing) {
        return name + "@" + firing;
    }

    /** Starts a schedule by a cron expression, in UTC. */
    public static Builder cron(String name, String expression, Message message) {
        return new Builder(name, message, Objects.requireNonNull(expression, "expression"), null);
    }

    /** Starts a schedule with a fixed interval. */
    public static Builder every(String name, Duration interval, Message message) {
        return new Builder(name, message, null, Objects.requireNonNull(interval, "interval"));
    }

    /** Not thread-safe. */
    public static final class Builder {

        private final String name;
        private final Message message;
        private final String cron;
        private final Duration interval;
        private ZoneId zone = ZoneOffset.UTC;
        private Instant start;
        private Instant end;
        private MisfirePolicy misfire = MisfirePolicy.FIRE_ONCE;

        private Builder(String name, Message message, String cron, Duration interval) {
            this.name = name;
            this.message = message;
            this.cron = cron;
            this.interval = interval;
        }

        public Builder zone(ZoneId of) {
            zone = of;
            return this;
        }

        /** Null for at once. */
        public Builder start(Instant first) {
            start = first;
            return this;
        }

        /** Null for never. */
        public Builder end(Instant from) {
            end = from;
            return this;
        }

        public Builder misfire(MisfirePolicy policy) {
            misfire = policy;
            return this;
        }

        /** @throws PenstockException.InvalidConfiguration naming the values that do not fit */
        public Schedule build() {
            return new Schedule(name, message, cron, zone, interval, start, end, misfire);
        }
    }
}
