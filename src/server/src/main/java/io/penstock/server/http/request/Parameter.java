package io.penstock.server.http.request;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/** Reads one query parameter or header; what is wrong names it and shows what it should be. */
public record Parameter(String name, String text) {

    public boolean isPresent() {
        return text != null;
    }

    /** The number, or the default if it is absent. */
    public long number(long absent, long min, long max) {
        if (text == null) {
            return absent;
        }
        try {
            long value = Long.parseLong(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Refused below, like a number out of range.
        }
        throw wrong("a whole number from " + min + " to " + max);
    }

    public int number(int absent, int min, int max) {
        return (int) number((long) absent, min, max);
    }

    public Duration duration() {
        try {
            var value = Duration.parse(text);
            if (!value.isNegative()) {
                return value;
            }
        } catch (DateTimeException e) {
            // Refused below, like a negative one.
        }
        throw wrong("an ISO-8601 duration that is not negative, such as PT30S");
    }

    public Instant instant() {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw wrong("an ISO-8601 instant, such as 2030-01-31T06:00:00Z");
        }
    }

    public RequestException wrong(String wanted) {
        return RequestException.malformed("'" + name + "' is '" + text + "': use " + wanted + ".");
    }
}
