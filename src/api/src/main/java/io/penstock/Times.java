package io.penstock;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Times are computed with here and nowhere else, by engines and front doors alike: what lies beyond the calendar, or
 * beyond the number that holds it, becomes the last that there is. So a sum of times never overflows into the past, and
 * never throws; whoever wants to refuse what is that far away compares with {@link #MAX}.
 */
public final class Times {

    /** The last instant of the year 9999: what lies beyond can be neither shown nor stored. */
    public static final Instant MAX = Instant.parse("9999-12-31T23:59:59.999Z");

    /** The longest delay and the longest time to live: what is longer is taken for a mistake of units. */
    public static final Duration MAX_DELAY = Duration.ofDays(3_660);

    private Times() {}

    /** Whether a message or a schedule can bear that time: it is between 1970 and 9999. */
    public static boolean isPossible(Instant time) {
        return !Objects.requireNonNull(time, "time").isBefore(Instant.EPOCH) && !time.isAfter(MAX);
    }

    /** The time that lies that far from the other; at most {@link Instant#MAX}, at least {@link Instant#MIN}. */
    public static Instant sum(Instant time, Duration duration) {
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(duration, "duration");
        if (duration.isNegative()) {
            return duration.compareTo(Duration.between(time, Instant.MIN)) < 0 ? Instant.MIN : time.plus(duration);
        }
        return duration.compareTo(Duration.between(time, Instant.MAX)) > 0 ? Instant.MAX : time.plus(duration);
    }

    /** Adds two numbers. A sum that is too large becomes the largest number, or the smallest. */
    public static long sum(long one, long other) {
        long sum = one + other;
        boolean overflows = ((one ^ sum) & (other ^ sum)) < 0;
        return !overflows ? sum : one < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    /** Whole milliseconds, rounded down; what is too long for the number becomes the longest. */
    public static long millis(Duration duration) {
        try {
            return Objects.requireNonNull(duration, "duration").toMillis();
        } catch (ArithmeticException e) {
            return duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    /** The duration in nanoseconds. One that is too long for the number (292 years) becomes the longest. */
    public static long nanos(Duration duration) {
        try {
            return Objects.requireNonNull(duration, "duration").toNanos();
        } catch (ArithmeticException e) {
            return duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    /** Whole milliseconds since the epoch, rounded down; what is too far away becomes the last. */
    public static long millis(Instant time) {
        try {
            return Objects.requireNonNull(time, "time").toEpochMilli();
        } catch (ArithmeticException e) {
            return time.isBefore(Instant.EPOCH) ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    /**
     * The time in milliseconds, as {@link #millis(Instant)} gives it, and never early: a fraction of a millisecond
     * counts as a whole one.
     */
    public static long ceilMillis(Instant time) {
        long millis = millis(time);
        return time.getNano() % 1_000_000 == 0 ? millis : sum(millis, 1);
    }
}
