package io.penstock.postgres;

import io.quarkus.runtime.configuration.DurationConverter;
import org.eclipse.microprofile.config.spi.Converter;

import java.time.Duration;

/**
 * Reads a duration as Quarkus does, but refuses one that is too long to be computed like any other wrong text, so that
 * the error names the property and its value.
 */
public final class InboxDuration implements Converter<Duration> {

    private static final long serialVersionUID = 1L;

    @Override
    public Duration convert(String text) {
        try {
            return DurationConverter.parseDuration(text);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IllegalArgumentException("use a duration such as 1h or 7d, of at most 36525d", e);
        }
    }
}
