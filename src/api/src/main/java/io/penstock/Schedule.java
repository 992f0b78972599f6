package io.penstock;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;

/**
 * A schedule sends a message again and again: by a cron expression or at a fixed interval. Each firing sends the
 * message exactly once, whatever happens to the process, with the id {@link #messageId(Instant)}. Immutable.
 */
public final class Schedule extends Value {

    /** The longest name that is possible: with a firing's time it must fit into a message id. */
    public static final int MAX_NAME_LENGTH = 200;

    /** The shortest interval: whoever needs a message more often needs a sender, not a schedule. */
    public static final Duration MIN_INTERVAL = Duration.ofSeconds(1);

    /** The longest interval: longer ones are taken for a mistake of units. */
    public static final Duration MAX_INTERVAL = Times.MAX_DELAY;

    /** The longest delay of a firing with {@link MisfirePolicy#SKIP}: longer than a restart takes. */
    public static final Duration SKIP_AFTER = Duration.ofSeconds(60);

    /** The latest start and end: the end of the year 9999, as for timestamps of messages. */
    public static final Instant MAX_TIME = Times.MAX;

    /** The longest cron expression: none that a person can read is longer. */
    public static final int MAX_CRON_LENGTH = 256;

    /** The header with the schedule's name. */
    public static final String NAME_HEADER = Headers.RESERVED_PREFIX + "schedule";

    /** The header with the firing's time, as ISO 8601 text: when it was due, not when it was sent. */
    public static final String FIRING_HEADER = Headers.RESERVED_PREFIX + "firing";

    private final String name;
    private final Message message;
    private final @Nullable String cron;
    private final ZoneId zone;
    private final @Nullable Duration interval;
    private final @Nullable Instant start;
    private final @Nullable Instant end;
    private final MisfirePolicy misfire;

    private Schedule(Builder builder) {
        name = builder.name;
        message = builder.message;
        cron = builder.cron;
        zone = builder.zone;
        interval = builder.interval;
        start = builder.start;
        end = builder.end;
        misfire = builder.misfire;
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
        require(cron == null || !cron.isBlank(), name, "its cron expression is empty: use one such as '0 0 6 * * ?'");
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

    /** Starts a schedule by a cron expression, in UTC. */
    public static Builder cron(String name, String expression, Message message) {
        return builder(name, message).cron(Objects.requireNonNull(expression, "expression"));
    }

    /** Starts a schedule with a fixed interval. */
    public static Builder every(String name, Duration interval, Message message) {
        return builder(name, message).interval(Objects.requireNonNull(interval, "interval"));
    }

    /** Starts a schedule that needs either a cron expression or an interval. */
    public static Builder builder(String name, Message message) {
        return new Builder(name, message);
    }

    /** A builder that starts with everything that this one has. */
    public Builder copy() {
        var builder = new Builder(name, message);
        builder.cron = cron;
        builder.zone = zone;
        builder.interval = interval;
        builder.start = start;
        builder.end = end;
        builder.misfire = misfire;
        return builder;
    }

    /** The name, which has 1 to {@value #MAX_NAME_LENGTH} letters, digits, dots, underscores and hyphens. */
    public String name() {
        return name;
    }

    /**
     * The message that is sent: destination, key, body and headers. It has no id, no timestamp and no delivery time of
     * its own, since each firing has its own.
     */
    public Message message() {
        return message;
    }

    /**
     * The cron expression; null for a fixed interval. Six or seven fields are seconds, minutes, hours, day of month,
     * month, day of week and year, as in Quartz (one of the days is {@code ?}); five fields are those of Unix, from
     * minutes to day of week.
     */
    public @Nullable String cron() {
        return cron;
    }

    /**
     * The time zone in which the cron expression is read. A firing that falls into the hour that is left out in spring
     * happens when that hour would have begun; one in the hour that comes twice in autumn happens once, unless it is
     * hourly or more frequent.
     */
    public ZoneId zone() {
        return zone;
    }

    /**
     * The fixed interval; null for a cron expression. It is counted from {@link #start()}, or from the time when the
     * schedule was declared.
     */
    public @Nullable Duration interval() {
        return interval;
    }

    /** The time before which it does not fire; null for at once. */
    public @Nullable Instant start() {
        return start;
    }

    /** The time from which on it does not fire any more; null for never. */
    public @Nullable Instant end() {
        return end;
    }

    /** The policy for firings that could not happen in time. */
    public MisfirePolicy misfire() {
        return misfire;
    }

    private static void requireWithin(String what, @Nullable Instant time, String name) {
        require(time == null || Times.isPossible(time), name, what + " = " + time + ": use a time from 1970 to 9999");
    }

    private static void require(boolean valid, String name, String problem) {
        if (!valid) {
            throw new PenstockException.InvalidConfiguration("Invalid schedule '" + name + "': " + problem + ".");
        }
    }

    /** The id of the message that is sent for the firing of that time. */
    public String messageId(Instant firing) {
        return name + "@" + Objects.requireNonNull(firing, "firing");
    }

    @Override
    Object[] fields() {
        return new Object[] {
            "name",
            name,
            "message",
            message,
            "cron",
            cron,
            "zone",
            zone,
            "interval",
            interval,
            "start",
            start,
            "end",
            end,
            "misfire",
            misfire
        };
    }

    /** Collects what the value consists of. Not thread-safe. */
    public static final class Builder {

        private final String name;
        private final Message message;
        private @Nullable String cron;
        private ZoneId zone = ZoneOffset.UTC;
        private @Nullable Duration interval;
        private @Nullable Instant start;
        private @Nullable Instant end;
        private MisfirePolicy misfire = MisfirePolicy.FIRE_ONCE;

        private Builder(String name, Message message) {
            this.name = name;
            this.message = message;
        }

        /**
         * Sets the cron expression; null for a fixed interval. Six or seven fields are seconds, minutes, hours, day of
         * month, month, day of week and year, as Quartz has them (one of the days is {@code ?}); five are those of
         * Unix, from minutes to day of week.
         */
        public Builder cron(@Nullable String cron) {
            this.cron = cron;
            return this;
        }

        /**
         * Sets the time zone in which the cron expression is read. A firing that falls into the hour that is left out
         * in spring happens when that hour would have begun; one in the hour that comes twice in autumn happens once,
         * unless it is hourly or more frequent.
         */
        public Builder zone(ZoneId zone) {
            this.zone = zone;
            return this;
        }

        /**
         * Sets the fixed interval; null for a cron expression. It is counted from {@link #start()}, or from when the
         * schedule was declared.
         */
        public Builder interval(@Nullable Duration interval) {
            this.interval = interval;
            return this;
        }

        /** Sets the time before which it does not fire; null for at once. */
        public Builder start(@Nullable Instant start) {
            this.start = start;
            return this;
        }

        /** Sets the time from which on it does not fire any more; null for never. */
        public Builder end(@Nullable Instant end) {
            this.end = end;
            return this;
        }

        /** Sets what becomes of firings that could not happen in time. */
        public Builder misfire(MisfirePolicy misfire) {
            this.misfire = misfire;
            return this;
        }

        /** @throws PenstockException.InvalidConfiguration if values do not fit; the message names them */
        public Schedule build() {
            return new Schedule(this);
        }
    }
}
