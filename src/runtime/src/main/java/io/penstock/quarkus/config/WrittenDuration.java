package io.penstock.quarkus.config;

import io.quarkus.runtime.configuration.DurationConverter;
import org.eclipse.microprofile.config.spi.Converter;

import java.time.DateTimeException;
import java.time.Duration;

/**
 * Reads a duration as Quarkus does. One that is longer than any that can be is {@link #LONGEST} or its opposite: that
 * is out of the range of every property, so that the check of the range names property and range.
 */
public final class WrittenDuration implements Converter<Duration> {

    /** Stands for all durations that are too long to be computed. */
    static final Duration LONGEST = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);

    /** Stands for all negative durations that are too long to be computed. */
    static final Duration LONGEST_NEGATIVE = Duration.ofSeconds(Long.MIN_VALUE);

    private static final long serialVersionUID = 1L;

    @Override
    public Duration convert(String text) {
        try {
            return DurationConverter.parseDuration(text);
        } catch (ArithmeticException e) {
            return beyond(text);
        } catch (IllegalArgumentException e) {
            if (isTooLarge(e)) {
                return beyond(text);
            }
            throw new IllegalArgumentException("use a duration such as 500ms, 10s, 5m, 12h, 7d or PT1H30M", e);
        }
    }

    private static Duration beyond(String text) {
        return text.contains("-") ? LONGEST_NEGATIVE : LONGEST;
    }

    /** Whether the text has the form of a duration, with a number that has no room. */
    private static boolean isTooLarge(IllegalArgumentException failure) {
        return failure instanceof NumberFormatException
                || failure.getCause() instanceof DateTimeException unread
                        && unread.getCause() instanceof ArithmeticException;
    }
}
