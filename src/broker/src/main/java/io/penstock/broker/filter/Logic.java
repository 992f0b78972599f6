package io.penstock.broker.filter;

/** The operators of three-valued logic: tables 3-4 to 3-6 of the specification. */
final class Logic {

    private Logic() {}

    /** TRUE if all are. Stops at the first that is FALSE. */
    record And(Expression... conditions) implements Expression {
        @Override
        public Object value(Fields fields) {
            Boolean result = Boolean.TRUE;
            for (Expression condition : conditions) {
                var value = condition.value(fields);
                if (value == Boolean.FALSE) {
                    return Boolean.FALSE;
                }
                if (value == null) {
                    result = null;
                }
            }
            return result;
        }
    }

    /** TRUE if any is. Stops at the first that is. */
    record Or(Expression... conditions) implements Expression {
        @Override
        public Object value(Fields fields) {
            Boolean result = Boolean.FALSE;
            for (Expression condition : conditions) {
                var value = condition.value(fields);
                if (value == Boolean.TRUE) {
                    return Boolean.TRUE;
                }
                if (value == null) {
                    result = null;
                }
            }
            return result;
        }
    }

    record Not(Expression condition) implements Expression {
        @Override
        public Object value(Fields fields) {
            var value = condition.value(fields);
            return value == null ? null : Boolean.valueOf(value == Boolean.FALSE);
        }
    }

    /** A field as a condition: unknown unless it is a boolean. */
    record Truth(Expression field) implements Expression {
        @Override
        public Object value(Fields fields) {
            var value = field.value(fields);
            if (value instanceof UntypedText untyped) {
                return untyped.bool();
            }
            return value instanceof Boolean truth ? Boolean.valueOf(truth) : null;
        }
    }
}
