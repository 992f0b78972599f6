package io.penstock.broker.filter;

/**
 * A word, literal or sign of a filter.
 *
 * @param text an identifier's name, a string's content, otherwise as written; empty at the end
 * @param position of its first character
 */
record Token(Kind kind, String text, int position) {

    enum Kind {
        IDENTIFIER("an identifier"),
        STRING("a string"),
        NUMBER("a number"),
        TRUE("TRUE"),
        FALSE("FALSE"),
        NULL("NULL"),
        NOT("NOT"),
        AND("AND"),
        OR("OR"),
        BETWEEN("BETWEEN"),
        LIKE("LIKE"),
        IN("IN"),
        IS("IS"),
        ESCAPE("ESCAPE"),
        EQUAL("'='"),
        NOT_EQUAL("'<>'"),
        LESS("'<'"),
        LESS_OR_EQUAL("'<='"),
        GREATER("'>'"),
        GREATER_OR_EQUAL("'>='"),
        PLUS("'+'"),
        MINUS("'-'"),
        TIMES("'*'"),
        DIVIDE("'/'"),
        OPEN("'('"),
        CLOSE("')'"),
        COMMA("','"),
        END("the end");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** The name of the token in errors. */
        String label() {
            return label;
        }
    }

    /** The name of the token in errors. */
    String label() {
        return switch (kind) {
            case IDENTIFIER -> "the identifier " + text;
            case STRING -> "the string '" + text + "'";
            case NUMBER -> "the number " + text;
            default -> kind.label();
        };
    }
}
