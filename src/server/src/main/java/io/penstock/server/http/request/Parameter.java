package io.penstock.server.http.request;

import io.penstock.AsciiNumbers;
import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Reads one query parameter or header. An error names it and shows what is valid. */
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
            long value = AsciiNumbers.parseLong(text);
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

    /**
     * Reads a duration.
     *
     * @param isZeroPossible whether it may be zero
     * @param longest that it may be, a number of days
     */
    public Duration duration(boolean isZeroPossible, Duration longest) {
        try {
            var value = Duration.parse(text);
            if (!value.isNegative() && value.compareTo(longest) <= 0 && (isZeroPossible || !value.isZero())) {
                return value;
            }
        } catch (DateTimeException | ArithmeticException e) {
            // Refused below, like one out of range.
        }
        throw wrong("an ISO-8601 duration, such as PT30S, of " + (isZeroPossible ? "zero" : "more than zero") + " to P"
                + longest.toDays() + "D");
    }

    /** The duration, or the usual one if it is absent. */
    public Duration duration(Duration usual, Duration shortest, Duration longest) {
        if (text == null) {
            return usual;
        }
        try {
            var found = Duration.parse(text);
            if (found.compareTo(shortest) >= 0 && found.compareTo(longest) <= 0) {
                return found;
            }
        } catch (DateTimeException | ArithmeticException e) {
            // Refused below, like one out of range.
        }
        throw wrong("an ISO-8601 duration, such as " + longest + ", of " + shortest + " to " + longest);
    }

    /** The bytes that are written in base64, also with the alphabet for URIs (RFC 4648, section 5). */
    public byte[] base64() {
        try {
            return text.indexOf('-') >= 0 || text.indexOf('_') >= 0
                    ? Base64.getUrlDecoder().decode(text)
                    : Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw wrong("base64");
        }
    }

    /** Reads true or false; false if the parameter is absent. */
    public boolean flag() {
        if (text == null || text.equals("false")) {
            return false;
        }
        if (text.equals("true")) {
            return true;
        }
        throw wrong("true or false");
    }

    /**
     * Reads one of the names of an enumeration.
     *
     * @return null if the parameter is absent
     */
    public <E extends Enum<E>> @Nullable E oneOf(Class<E> names) {
        if (text == null) {
            return null;
        }
        return Arrays.stream(names.getEnumConstants())
                .filter(constant -> constant.name().equals(text))
                .findFirst()
                .orElseThrow(() -> wrong(
                        Arrays.stream(names.getEnumConstants()).map(Enum::name).toList()));
    }

    private RequestException wrong(List<String> names) {
        int last = names.size() - 1;
        return wrong(String.join(", ", names.subList(0, last)) + " or " + names.get(last));
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
