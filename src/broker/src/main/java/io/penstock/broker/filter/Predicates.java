package io.penstock.broker.filter;

import java.util.Set;

/** Holds the comparison operators that are words, such as BETWEEN, IN, LIKE and IS NULL. */
final class Predicates {

    private Predicates() {}

    /** {@code low <= value AND value <= high}; or, negated, {@code value < low OR value > high}, which is no NOT. */
    record Between(Expression operand, Expression low, Expression high, boolean negated) implements Expression {
        @Override
        public Object value(Fields fields) {
            var value = operand.value(fields);
            var first = (negated ? Comparison.LESS : Comparison.GREATER_OR_EQUAL).compare(value, low.value(fields));
            if (first != null && first == negated) {
                return first;
            }
            var second = (negated ? Comparison.GREATER : Comparison.LESS_OR_EQUAL).compare(value, high.value(fields));
            return second != null && second == negated || first != null ? second : null;
        }
    }

    /**
     * Whether a value is in a list of texts. It is false, negated or not, for a value that is no String, because it is
     * not of the type of the list.
     */
    record In(Expression field, Set<String> texts, boolean negated) implements Expression {
        @Override
        public Object value(Fields fields) {
            var value = field.value(fields);
            if (value == null) {
                return null;
            }
            var text = text(value);
            return text != null && texts.contains(text) != negated;
        }
    }

    /**
     * Whether a value matches a pattern. It is false, negated or not, for a value that is no String: unlike values
     * compare so.
     */
    record Like(Expression field, LikePattern pattern, boolean negated) implements Expression {
        @Override
        public Object value(Fields fields) {
            var value = field.value(fields);
            if (value == null) {
                return null;
            }
            var text = text(value);
            if (text != null && fields instanceof Metered metered) {
                metered.spend(pattern.steps(text));
            }
            return text != null && pattern.matches(text) != negated;
        }
    }

    record IsNull(Expression field, boolean negated) implements Expression {
        @Override
        public Object value(Fields fields) {
            return (field.value(fields) == null) != negated;
        }
    }

    private static String text(Object value) {
        if (value instanceof UntypedText untyped) {
            return untyped.text();
        }
        return value instanceof String text ? text : null;
    }
}
