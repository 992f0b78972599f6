package io.penstock.quarkus.config;

import io.penstock.PenstockException;
import io.quarkus.runtime.configuration.MemorySize;

import java.math.BigInteger;
import java.time.Duration;

/**
 * The name of a configuration property, which checks values and names itself, the value and the valid range in errors.
 */
public record Setting(String property) {

    private static final String UNITS = "KMGTPEZY";
    private static final BigInteger UNIT = BigInteger.valueOf(1_024);

    /** A property below this one. */
    public Setting of(String name) {
        return new Setting(property + "." + name);
    }

    /** The property of one entry of a map, such as {@code penstock.destinations."orders"}. */
    public static Setting entry(String map, String key) {
        return new Setting(map + ".\"" + key + "\"");
    }

    /** Makes the exception for an invalid value of this property. */
    public PenstockException.InvalidConfiguration wrong(Object value, String remedy) {
        return new PenstockException.InvalidConfiguration(property + " = " + text(value) + ": " + remedy);
    }

    /** Makes the exception for a problem with what this property belongs to. */
    public PenstockException.InvalidConfiguration wrong(PenstockException problem) {
        return new PenstockException.InvalidConfiguration(property + ": " + problem.getMessage());
    }

    public int within(int value, int min, int max) {
        return (int) within((long) value, min, max);
    }

    public long within(long value, long min, long max) {
        if (value < min || value > max) {
            throw wrong(value, "choose " + min + " to " + max + ".");
        }
        return value;
    }

    public Duration within(Duration value, Duration min, Duration max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw wrong(value, "choose " + text(min) + " to " + text(max) + ".");
        }
        return value;
    }

    /** Checks a size and returns it in bytes. A size may be larger than a {@code long} can hold. */
    public long within(MemorySize value, long min, long max) {
        return within(value, min, max, "");
    }

    /**
     * Checks a size and returns it in bytes.
     *
     * @param besides a sentence to add to the message
     */
    public long within(MemorySize value, long min, long max, String besides) {
        var bytes = value.asBigInteger();
        if (bytes.compareTo(BigInteger.valueOf(min)) < 0 || bytes.compareTo(BigInteger.valueOf(max)) > 0) {
            throw wrong(value, ("choose " + size(min) + " to " + size(max) + ". " + besides).strip());
        }
        return bytes.longValueExact();
    }

    /** Writes a value as a person would write it in the configuration. */
    public static String text(Object value) {
        if (value instanceof MemorySize size) {
            return size(size.asBigInteger());
        }
        if (value instanceof Duration duration) {
            return duration(duration);
        }
        return String.valueOf(value);
    }

    public static String size(long bytes) {
        return size(BigInteger.valueOf(bytes));
    }

    private static String size(BigInteger bytes) {
        var left = bytes;
        int unit = 0;
        while (left.signum() > 0 && unit < UNITS.length() && left.mod(UNIT).signum() == 0) {
            left = left.divide(UNIT);
            unit++;
        }
        return unit == 0 ? left.toString() : left.toString() + UNITS.charAt(unit - 1);
    }

    private static String duration(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        if (duration.equals(WrittenDuration.LONGEST) || duration.equals(WrittenDuration.LONGEST_NEGATIVE)) {
            return (duration.isNegative() ? "less than -" : "more than ") + WrittenDuration.LONGEST.toDays() + "d";
        }
        if (duration.getNano() != 0) {
            return duration.getNano() % 1_000_000 == 0 && duration.abs().compareTo(Duration.ofDays(1)) < 0
                    ? duration.toMillis() + "ms"
                    : duration.toString();
        }
        long seconds = duration.getSeconds();
        return seconds % 86_400 == 0
                ? seconds / 86_400 + "d"
                : seconds % 3_600 == 0 ? seconds / 3_600 + "h" : seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
