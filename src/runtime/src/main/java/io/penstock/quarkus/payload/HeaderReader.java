package io.penstock.quarkus.payload;

import io.penstock.AsciiNumbers;
import io.penstock.PlainText;
import io.quarkus.runtime.configuration.DurationConverter;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * Reads the text of a header as a value of another type. Numbers have the digits 0 to 9, and white space around a value
 * does not count.
 */
public final class HeaderReader {

    /** More of a value would only hide what an error says about it. */
    private static final int MAX_SHOWN_CHARS = 100;

    private static final Map<String, HeaderReader> KNOWN = known();

    private final String type;
    private final String wanted;
    private final Function<String, Object> conversion;
    private final boolean isPrimitive;

    private HeaderReader(String type, String wanted, Function<String, Object> conversion, boolean isPrimitive) {
        this.type = type;
        this.wanted = wanted;
        this.conversion = conversion;
        this.isPrimitive = isPrimitive;
    }

    private static Map<String, HeaderReader> known() {
        var known = new HashMap<String, HeaderReader>();
        add(known, List.of("byte", "java.lang.Byte"), range(Byte.MIN_VALUE, Byte.MAX_VALUE), text ->
                (byte) within(text, Byte.MIN_VALUE, Byte.MAX_VALUE));
        add(known, List.of("short", "java.lang.Short"), range(Short.MIN_VALUE, Short.MAX_VALUE), text ->
                (short) within(text, Short.MIN_VALUE, Short.MAX_VALUE));
        add(
                known,
                List.of("int", "java.lang.Integer"),
                range(Integer.MIN_VALUE, Integer.MAX_VALUE),
                AsciiNumbers::parseInt);
        add(known, List.of("long", "java.lang.Long"), range(Long.MIN_VALUE, Long.MAX_VALUE), AsciiNumbers::parseLong);
        add(known, List.of("float", "java.lang.Float"), "a number", Float::parseFloat);
        add(known, List.of("double", "java.lang.Double"), "a number", Double::parseDouble);
        add(known, List.of("boolean", "java.lang.Boolean"), "true or false", HeaderReader::bool);
        add(known, List.of("java.time.Instant"), "a time such as 2026-01-31T12:00:00Z", Instant::parse);
        add(known, List.of("java.time.Duration"), "a duration such as PT1M30S or 90s", HeaderReader::duration);
        add(known, List.of("java.util.UUID"), "an id such as 0b1c4a36-7f5e-4f3a-9a44-0e6f4c1d2b3a", HeaderReader::uuid);
        return Map.copyOf(known);
    }

    /** @param types that a value is converted to; of two, the first is a primitive */
    private static void add(
            Map<String, HeaderReader> known, List<String> types, String wanted, Function<String, Object> conversion) {
        types.forEach(type -> known.put(
                type, new HeaderReader(type, wanted, conversion, types.size() == 2 && type.equals(types.get(0)))));
    }

    private static String range(long least, long most) {
        return "a whole number from " + least + " to " + most;
    }

    /** Whether headers can be read as a type that is no enum. */
    public static boolean reads(String type) {
        return KNOWN.containsKey(type);
    }

    /**
     * Makes the reader of a type.
     *
     * @param type the name of a type that {@link #reads}, or of an enum, which is loaded
     */
    public static HeaderReader of(String type) {
        var known = KNOWN.get(type);
        return known != null ? known : ofEnum((Class<?>) new RecordedType(type, false, List.of()).toType());
    }

    private static HeaderReader ofEnum(Class<?> type) {
        var constants = new LinkedHashMap<String, Object>();
        for (var constant : type.getEnumConstants()) {
            constants.put(((Enum<?>) constant).name(), constant);
        }
        return new HeaderReader(
                type.getName(),
                "one of " + String.join(", ", constants.keySet()),
                name -> named(constants, name),
                false);
    }

    private static Object named(Map<String, Object> constants, String name) {
        var constant = constants.get(name);
        if (constant == null) {
            throw new IllegalArgumentException(name);
        }
        return constant;
    }

    /**
     * Reads a value.
     *
     * @param header the name of the header
     * @param text null if the message does not have it
     * @return null for a header that is not there
     * @throws IllegalArgumentException if the text is no such value, or there is none and the type has to have one; the
     *     message names the header, its value and what is wanted
     */
    public Object read(String header, String text) {
        if (text == null) {
            if (isPrimitive) {
                throw new IllegalArgumentException("There is no header '" + header + "', which the method takes as "
                        + type + ", and so has to have.");
            }
            return null;
        }
        try {
            return conversion.apply(text.strip());
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException(
                    "The header '" + header + "' cannot be read as " + type + ": '" + shown(text) + "' is not " + wanted
                            + ".",
                    e);
        }
    }

    /** The beginning of a value from outside, so that it does not break the line that shows it. */
    private static String shown(String text) {
        if (text.length() <= MAX_SHOWN_CHARS) {
            return PlainText.of(text);
        }
        boolean isInsideOfPair = Character.isHighSurrogate(text.charAt(MAX_SHOWN_CHARS - 1));
        return PlainText.of(text.substring(0, isInsideOfPair ? MAX_SHOWN_CHARS - 1 : MAX_SHOWN_CHARS)) + "…";
    }

    private static int within(String text, int least, int most) {
        int number = AsciiNumbers.parseInt(text);
        if (number < least || number > most) {
            throw new IllegalArgumentException(text);
        }
        return number;
    }

    private static Boolean bool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static Duration duration(String text) {
        var duration = DurationConverter.parseDuration(text);
        if (duration == null) {
            throw new IllegalArgumentException(text);
        }
        return duration;
    }

    /** A text that has not all digits of an id would be taken for one that has. */
    private static UUID uuid(String text) {
        var id = UUID.fromString(text);
        if (!id.toString().equalsIgnoreCase(text)) {
            throw new IllegalArgumentException(text);
        }
        return id;
    }
}
