package io.penstock;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Objects;

/** A start position says where to begin to read in each partition of a destination. Immutable. */
public final class StartPosition extends Value {

    /** Says how a position is given. */
    public enum Kind {
        /** The position is at the oldest message that is still there. */
        EARLIEST,

        /** The position is after the newest message, so that only later messages are read. */
        LATEST,

        /**
         * The position is at an offset. In a partition that begins later or ends earlier, it is at the beginning or the
         * end.
         */
        OFFSET,

        /**
         * The position is at the first message with that timestamp or a later one; without such a message, it is at the
         * end.
         */
        TIME
    }

    /** The position at the oldest message that is still there. */
    public static final StartPosition EARLIEST = new StartPosition(Kind.EARLIEST, 0, null);

    /** The position after the newest message. */
    public static final StartPosition LATEST = new StartPosition(Kind.LATEST, 0, null);

    /** The end of the year 9999, as for timestamps of messages. */
    public static final Instant MAX_TIME = Times.MAX;

    private static final String OFFSET_PREFIX = "offset:";

    private final Kind kind;
    private final long offset;
    private final @Nullable Instant time;

    private StartPosition(Kind kind, long offset, @Nullable Instant time) {
        this.kind = kind;
        this.offset = offset;
        this.time = time;
        Objects.requireNonNull(kind, "kind");
        if (offset < 0 || kind != Kind.OFFSET && offset != 0) {
            throw new PenstockException.InvalidConfiguration("A start position of kind " + kind + " has offset "
                    + offset + ": only OFFSET has one, of 0 or more.");
        }
        if ((kind == Kind.TIME) != (time != null) || time != null && !Times.isPossible(time)) {
            throw new PenstockException.InvalidConfiguration("A start position of kind " + kind + " has the time "
                    + time + ": only TIME has one, from 1970 to 9999.");
        }
    }

    /** The position at an offset. */
    public static StartPosition atOffset(long offset) {
        return new StartPosition(Kind.OFFSET, offset, null);
    }

    /** The position at the first message with that timestamp or a later one. */
    public static StartPosition atTime(Instant time) {
        return new StartPosition(Kind.TIME, 0, Objects.requireNonNull(time, "time"));
    }

    /**
     * Reads what {@link #toString} writes: {@code earliest}, {@code latest}, {@code offset:42}, or a time such as
     * {@code 2026-01-31T12:00:00Z}.
     *
     * @throws PenstockException.InvalidConfiguration if it is none of them
     */
    public static StartPosition valueOf(String text) {
        String word = Objects.requireNonNull(text, "text").strip().toLowerCase(Locale.ROOT);
        try {
            if (word.equals("earliest")) {
                return EARLIEST;
            }
            if (word.equals("latest")) {
                return LATEST;
            }
            return word.startsWith(OFFSET_PREFIX)
                    ? atOffset(AsciiNumbers.parseLong(word.substring(OFFSET_PREFIX.length())))
                    : atTime(Instant.parse(text.strip()));
        } catch (NumberFormatException | DateTimeParseException e) {
            throw new PenstockException.InvalidConfiguration(
                    "'" + text + "' is no start position: use earliest, latest,"
                            + " offset:<number>, or a time such as 2026-01-31T12:00:00Z.");
        }
    }

    /** Says how the position is given. */
    public Kind kind() {
        return kind;
    }

    /** The offset of {@link Kind#OFFSET}; else 0. */
    public long offset() {
        return offset;
    }

    /** The time of {@link Kind#TIME}; else null. */
    public @Nullable Instant time() {
        return time;
    }

    @Override
    Object[] fields() {
        return new Object[] {"kind", kind, "offset", offset, "time", time};
    }

    @Override
    public String toString() {
        return switch (kind) {
            case EARLIEST, LATEST -> kind.name().toLowerCase(Locale.ROOT);
            case OFFSET -> OFFSET_PREFIX + offset;
            case TIME -> String.valueOf(time);
        };
    }
}
