package io.penstock.broker.filter;

/**
 * A part of a filter while it is parsed, with what is known of its type.
 *
 * @param position of its first character, for errors
 */
record Term(Expression expression, Type type, int position) {

    enum Type {
        STRING("a string"),
        NUMBER("a number"),
        CONDITION("a condition"),
        /** The type is known when a message is there. */
        IDENTIFIER("an identifier");

        private final String label;

        Type(String label) {
            this.label = label;
        }

        /** The name of the type in errors. */
        String label() {
            return label;
        }
    }

    boolean mayBe(Type wanted) {
        return type == wanted || type == Type.IDENTIFIER;
    }

    /** The term as a condition: an identifier must then name a boolean. */
    Expression condition() {
        return type == Type.IDENTIFIER ? new Logic.Truth(expression) : expression;
    }
}
