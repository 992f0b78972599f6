package io.penstock.jms.message;

import io.penstock.jms.spec.Failures;

import jakarta.jms.MessageFormatException;

/**
 * Converts values that were written as one type and are read as another, by the tables of sections 3.5.4 (properties)
 * and 3.11.3 (map and stream bodies). A null that is read as a primitive fails as the {@code valueOf(null)} of that
 * type does.
 */
final class Conversion {

    private Conversion() {}

    static boolean toBoolean(Object value) throws MessageFormatException {
        if (value instanceof Boolean exact) {
            return exact;
        }
        return Boolean.parseBoolean(text(value, "boolean"));
    }

    static byte toByte(Object value) throws MessageFormatException {
        return value instanceof Byte exact ? exact : Byte.parseByte(text(value, "byte"));
    }

    static short toShort(Object value) throws MessageFormatException {
        if (value instanceof Byte || value instanceof Short) {
            return ((Number) value).shortValue();
        }
        return Short.parseShort(text(value, "short"));
    }

    static int toInt(Object value) throws MessageFormatException {
        if (value instanceof Byte || value instanceof Short || value instanceof Integer) {
            return ((Number) value).intValue();
        }
        return Integer.parseInt(text(value, "int"));
    }

    static long toLong(Object value) throws MessageFormatException {
        if (value instanceof Byte || value instanceof Short || value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        return Long.parseLong(text(value, "long"));
    }

    static float toFloat(Object value) throws MessageFormatException {
        return value instanceof Float exact ? exact : Float.parseFloat(text(value, "float"));
    }

    static double toDouble(Object value) throws MessageFormatException {
        if (value instanceof Float || value instanceof Double) {
            return ((Number) value).doubleValue();
        }
        return Double.parseDouble(text(value, "double"));
    }

    static char toChar(Object value) throws MessageFormatException {
        if (value instanceof Character exact) {
            return exact;
        }
        if (value == null) {
            throw new NullPointerException("A null cannot be read as a char.");
        }
        throw refused(value, "char");
    }

    static String toText(Object value) throws MessageFormatException {
        if (value instanceof byte[]) {
            throw refused(value, "String");
        }
        return value == null ? null : value.toString();
    }

    static byte[] toBytes(Object value) throws MessageFormatException {
        byte[] shared = sharedBytes(value);
        return shared == null ? null : shared.clone();
    }

    /** The array itself, for callers that only read it. */
    static byte[] sharedBytes(Object value) throws MessageFormatException {
        if (value == null || value instanceof byte[]) {
            return (byte[]) value;
        }
        throw refused(value, "byte[]");
    }

    /** Checks that a value is of a type that a property may have, and returns it. */
    static Object property(Object value) throws MessageFormatException {
        if (value == null
                || value instanceof Boolean
                || value instanceof Byte
                || value instanceof Short
                || value instanceof Integer
                || value instanceof Long
                || value instanceof Float
                || value instanceof Double
                || value instanceof String) {
            return value;
        }
        throw Failures.format("A " + value.getClass().getName()
                + " cannot be carried: use a primitive's wrapper or a String (in map and stream bodies also a"
                + " Character or a byte[]).");
    }

    /** Checks that a value is of a type that a field of a map or stream body may have. Arrays are copied. */
    static Object field(Object value) throws MessageFormatException {
        if (value instanceof byte[] bytes) {
            return bytes.clone();
        }
        return value instanceof Character ? value : property(value);
    }

    private static String text(Object value, String wanted) throws MessageFormatException {
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw refused(value, wanted);
    }

    private static MessageFormatException refused(Object value, String wanted) {
        return Failures.format("A " + value.getClass().getSimpleName() + " cannot be read as " + wanted + ".");
    }
}
