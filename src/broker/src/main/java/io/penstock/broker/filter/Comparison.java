package io.penstock.broker.filter;

/** The comparison operators. Strings and booleans know only the first two. */
enum Comparison {
    EQUAL,
    NOT_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL;

    boolean isOrder() {
        return this != EQUAL && this != NOT_EQUAL;
    }

    /**
     * Compares two values. The result is null if either value is; it is false, whatever the operator, if they are not
     * alike.
     */
    Boolean compare(Object left, Object right) {
        if (left == null || right == null) {
            return null;
        }
        if (left instanceof UntypedText || right instanceof UntypedText) {
            return compareUntyped(left, right);
        }
        return compareTyped(left, right);
    }

    boolean holds(long left, long right) {
        return switch (this) {
            case EQUAL -> left == right;
            case NOT_EQUAL -> left != right;
            case LESS -> left < right;
            case LESS_OR_EQUAL -> left <= right;
            case GREATER -> left > right;
            case GREATER_OR_EQUAL -> left >= right;
        };
    }

    /** Compares two doubles. Floats are compared here too: widening does not change the result. */
    boolean holds(double left, double right) {
        return switch (this) {
            case EQUAL -> left == right;
            case NOT_EQUAL -> left != right;
            case LESS -> left < right;
            case LESS_OR_EQUAL -> left <= right;
            case GREATER -> left > right;
            case GREATER_OR_EQUAL -> left >= right;
        };
    }

    private Boolean compareTyped(Object left, Object right) {
        if (left instanceof String && right instanceof String || left instanceof Boolean && right instanceof Boolean) {
            return !isOrder() && left.equals(right) == (this == EQUAL);
        }
        return Numbers.isNumber(left)
                && Numbers.isNumber(right)
                && Numbers.compare(this, (Number) left, (Number) right);
    }

    private Boolean compareUntyped(Object left, Object right) {
        if (isOrder()) {
            var leftNumber = Numbers.of(left);
            var rightNumber = Numbers.of(right);
            return leftNumber != null && rightNumber != null && Numbers.compare(this, leftNumber, rightNumber);
        }
        return compareTyped(
                left instanceof UntypedText untyped ? untyped.beside(right) : left,
                right instanceof UntypedText untyped ? untyped.beside(left) : right);
    }

    /** A comparison of two values in a filter. */
    record Of(Comparison comparison, Expression left, Expression right) implements Expression {
        @Override
        public Object value(Fields fields) {
            return comparison.compare(left.value(fields), right.value(fields));
        }
    }
}
