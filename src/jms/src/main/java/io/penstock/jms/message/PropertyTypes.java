package io.penstock.jms.message;

import io.penstock.jms.spec.Failures;
import io.penstock.jms.spec.HeaderNames;

import java.util.HashMap;
import java.util.Map;
import jakarta.jms.MessageFormatException;

/**
 * Describes the types of properties. Properties are sent as headers with text values, so that other front doors can
 * read them. One more header tells the types, as {@code price=d,urgent=z}: z boolean, b byte, s short, i int, l long, f
 * float, d double, n null. Properties that it does not name are Strings.
 */
final class PropertyTypes {

    private PropertyTypes() {}

    /** Describes the types of all properties; the result is empty if all values are Strings. */
    static String describe(MessageProperties all) {
        var properties = all.asMap();
        if (properties.isEmpty()) {
            return "";
        }
        var text = new StringBuilder();
        properties.forEach((name, value) -> {
            char code = all.isSent(name) ? code(value) : 0;
            if (code != 0) {
                text.append(text.isEmpty() ? "" : ",").append(name).append('=').append(code);
            }
        });
        return text.toString();
    }

    /** The type codes by property name. The description may be null. */
    static Map<String, String> parse(String description) throws MessageFormatException {
        if (description == null || description.isEmpty()) {
            return Map.of();
        }
        var codes = new HashMap<String, String>();
        for (String entry : description.split(",")) {
            int equals = entry.indexOf('=');
            if (equals < 1) {
                throw Failures.format(
                        "'" + entry + "' is no name=type in the header " + HeaderNames.PROPERTY_TYPES + ".");
            }
            codes.put(entry.substring(0, equals), entry.substring(equals + 1));
        }
        return codes;
    }

    /**
     * Reads the value of a property.
     *
     * @param code the type code; null for a String
     */
    static Object read(String name, String text, String code) throws MessageFormatException {
        if (code == null) {
            return text;
        }
        try {
            return switch (code) {
                case "z" -> Boolean.valueOf(text);
                case "b" -> Byte.valueOf(text);
                case "s" -> Short.valueOf(text);
                case "i" -> Integer.valueOf(text);
                case "l" -> Long.valueOf(text);
                case "f" -> Float.valueOf(text);
                case "d" -> Double.valueOf(text);
                case "n" -> null;
                default -> throw Failures.format("The property '" + name + "' has the unknown type '" + code + "'.");
            };
        } catch (NumberFormatException e) {
            throw Failures.format(
                    "The property '" + name + "' has the type '" + code + "', which '" + text + "' is not.", e);
        }
    }

    private static char code(Object value) {
        if (value == null) {
            return 'n';
        }
        return switch (value.getClass().getSimpleName()) {
            case "Boolean" -> 'z';
            case "Byte" -> 'b';
            case "Short" -> 's';
            case "Integer" -> 'i';
            case "Long" -> 'l';
            case "Float" -> 'f';
            case "Double" -> 'd';
            default -> 0;
        };
    }
}
