package io.penstock.broker.filter;

import java.util.Objects;

/**
 * A value from a sender who can only write text: a String, and where it meets a number or a boolean, the number or
 * boolean that it reads as. A text that does not read as one stays a String there.
 */
public record UntypedText(String text) {

    /**
     * The largest number of characters: longer than any number that a long or a double can tell from its neighbours. A
     * longer text is only text.
     */
    static final int MAX_NUMBER_CHARS = 64;

    public UntypedText {
        Objects.requireNonNull(text, "text");
    }

    /** The number that it reads as, a Long or a Double, or null: decimal digits with sign, fraction and exponent. */
    Number number() {
        if (!looksLikeNumber()) {
            return null;
        }
        var exact = isExact() ? parseLong() : null;
        return exact != null ? exact : parseDouble();
    }

    /** The boolean that it reads as, in any case, or null. */
    Boolean bool() {
        if (text.equalsIgnoreCase("true")) {
            return Boolean.TRUE;
        }
        return text.equalsIgnoreCase("false") ? Boolean.FALSE : null;
    }

    /** The value of the text beside a value of that type; the text itself as a String if it does not read as one. */
    Object beside(Object other) {
        Object alike = Numbers.isNumber(other) ? number() : other instanceof Boolean ? bool() : text;
        return alike == null ? text : alike;
    }

    private Number parseLong() {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException outOfRange) {
            return null;
        }
    }

    private Number parseDouble() {
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException noNumber) {
            return null;
        }
    }

    /** Keeps out what Java's parser takes and nobody means: NaN, hexadecimal, suffixes, surrounding white space. */
    private boolean looksLikeNumber() {
        boolean digits = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            digits |= isDigit(c);
            if (!isDigit(c) && "+-.eE".indexOf(c) < 0) {
                return false;
            }
        }
        return digits && text.length() <= MAX_NUMBER_CHARS;
    }

    private boolean isExact() {
        for (int i = 0; i < text.length(); i++) {
            if (!isDigit(text.charAt(i)) && (i > 0 || "+-".indexOf(text.charAt(i)) < 0)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
