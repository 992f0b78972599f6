package io.penstock.broker.filter;

/** A node of a parsed filter. Immutable. A condition's value is TRUE, FALSE, or null for unknown. */
@FunctionalInterface
interface Expression {

    /** The value for these fields, or null: SQL treats what is not there as unknown. */
    Object value(Fields fields);

    /** A value that a filter names itself. */
    record Literal(Object constant) implements Expression {
        @Override
        public Object value(Fields fields) {
            return constant;
        }
    }

    /** A header field or a property. */
    record Identifier(String name) implements Expression {
        @Override
        public Object value(Fields fields) {
            return fields.value(name);
        }
    }
}
