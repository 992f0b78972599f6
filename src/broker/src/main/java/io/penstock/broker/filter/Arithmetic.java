package io.penstock.broker.filter;

/**
 * Operators of one precedence in a row, from left to right: a list and not a tree, so that the length of a filter does
 * not become depth of calls. Unknown if an operand is no number.
 *
 * @param operands one more than operators
 */
record Arithmetic(Operator[] operators, Expression[] operands) implements Expression {

    @Override
    public Object value(Fields fields) {
        var result = Numbers.of(operands[0].value(fields));
        for (int i = 0; i < operators.length && result != null; i++) {
            var operand = Numbers.of(operands[i + 1].value(fields));
            result = operand == null ? null : operators[i].apply(result, operand);
        }
        return result;
    }

    /** A sign before a value. */
    record Sign(boolean negative, Expression operand) implements Expression {
        @Override
        public Object value(Fields fields) {
            var number = Numbers.of(operand.value(fields));
            return number != null && negative ? Numbers.negate(number) : number;
        }
    }

    enum Operator {
        ADD,
        SUBTRACT,
        MULTIPLY,
        DIVIDE;

        /**
         * Applies the operator. The result is null for an exact number that is divided by zero; approximate numbers
         * become infinite, as in Java.
         */
        Number apply(Number left, Number right) {
            if (left instanceof Double || right instanceof Double) {
                return approximate(left.doubleValue(), right.doubleValue());
            }
            if (left instanceof Float || right instanceof Float) {
                return single(left.floatValue(), right.floatValue());
            }
            return exact(left.longValue(), right.longValue());
        }

        private Number approximate(double left, double right) {
            return switch (this) {
                case ADD -> left + right;
                case SUBTRACT -> left - right;
                case MULTIPLY -> left * right;
                case DIVIDE -> left / right;
            };
        }

        private Number single(float left, float right) {
            return switch (this) {
                case ADD -> left + right;
                case SUBTRACT -> left - right;
                case MULTIPLY -> left * right;
                case DIVIDE -> left / right;
            };
        }

        private Number exact(long left, long right) {
            return switch (this) {
                case ADD -> left + right;
                case SUBTRACT -> left - right;
                case MULTIPLY -> left * right;
                case DIVIDE -> right == 0 ? null : (Number) (left / right);
            };
        }
    }
}
