package io.penstock.broker.filter;

/**
 * Calculates with numbers and compares them as Java promotes them: with a double both are doubles, else with a float
 * both are floats. Exact numbers are all longs, so that nothing wraps around at the size of an int.
 */
final class Numbers {

    private Numbers() {}

    static boolean isNumber(Object value) {
        return isExact(value) || value instanceof Double || value instanceof Float;
    }

    /** The value as a number, or null if it is none. */
    static Number of(Object value) {
        if (value instanceof UntypedText untyped) {
            return untyped.number();
        }
        return isNumber(value) ? (Number) value : null;
    }

    static Number negate(Number number) {
        if (number instanceof Double) {
            return -number.doubleValue();
        }
        if (number instanceof Float) {
            return -number.floatValue();
        }
        return -number.longValue();
    }

    static boolean compare(Comparison comparison, Number left, Number right) {
        if (left instanceof Double || right instanceof Double) {
            return comparison.holds(left.doubleValue(), right.doubleValue());
        }
        if (left instanceof Float || right instanceof Float) {
            return comparison.holds(left.floatValue(), right.floatValue());
        }
        return comparison.holds(left.longValue(), right.longValue());
    }

    private static boolean isExact(Object value) {
        return value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte;
    }
}
