package io.penstock.broker.filter;

import java.util.Arrays;

/**
 * A pattern of LIKE. Matching goes back to the last % alone, so its cost is at most the product of the two lengths;
 * patterns with % at their ends only are searched for as plain text. A character is a code point.
 */
final class LikePattern {

    /** Longer patterns are a mistake, and an expensive one beside a long value. */
    static final int MAX_CHARS = 1_000;

    static final int NO_ESCAPE = -1;

    private static final int ANY_ONE = -1;
    private static final int ANY_SEQUENCE = -2;

    private final int[] symbols;
    private final boolean openStart;
    private final boolean openEnd;
    private final String plain;

    private LikePattern(int[] symbols) {
        this.symbols = symbols;
        openStart = symbols.length > 0 && symbols[0] == ANY_SEQUENCE;
        openEnd = symbols.length > 0 && symbols[symbols.length - 1] == ANY_SEQUENCE;
        plain = plainText(symbols, openStart ? 1 : 0, symbols.length - (openEnd ? 1 : 0));
    }

    /**
     * @param escape makes the character after it stand for itself, or {@link #NO_ESCAPE}
     * @return null if the pattern ends with the escape character and nothing to escape
     */
    static LikePattern compile(String pattern, int escape) {
        int[] text = pattern.codePoints().toArray();
        int[] symbols = new int[text.length];
        int count = 0;
        for (int i = 0; i < text.length; i++) {
            if (text[i] == escape) {
                if (++i == text.length) {
                    return null;
                }
                symbols[count++] = text[i];
            } else if (text[i] == '%') {
                if (count == 0 || symbols[count - 1] != ANY_SEQUENCE) {
                    symbols[count++] = ANY_SEQUENCE;
                }
            } else {
                symbols[count++] = text[i] == '_' ? ANY_ONE : text[i];
            }
        }
        return new LikePattern(Arrays.copyOf(symbols, count));
    }

    boolean matches(String value) {
        if (plain == null) {
            return matchesSymbols(value);
        }
        if (openStart) {
            return openEnd ? value.contains(plain) : value.endsWith(plain);
        }
        return openEnd ? value.startsWith(plain) : value.equals(plain);
    }

    private boolean matchesSymbols(String value) {
        int symbol = 0;
        int at = 0;
        int retrySymbol = -1;
        int retryAt = 0;
        while (at < value.length()) {
            int character = value.codePointAt(at);
            if (symbol < symbols.length && symbols[symbol] == ANY_SEQUENCE) {
                retrySymbol = ++symbol;
                retryAt = at;
            } else if (symbol < symbols.length && (symbols[symbol] == ANY_ONE || symbols[symbol] == character)) {
                symbol++;
                at += Character.charCount(character);
            } else if (retrySymbol >= 0) {
                // The last % takes one character more.
                retryAt += Character.charCount(value.codePointAt(retryAt));
                at = retryAt;
                symbol = retrySymbol;
            } else {
                return false;
            }
        }
        return symbol == symbols.length || symbol == symbols.length - 1 && openEnd;
    }

    /** Null if there is a wildcard between these positions. */
    private static String plainText(int[] symbols, int from, int to) {
        var text = new StringBuilder();
        for (int i = from; i < to; i++) {
            if (symbols[i] < 0) {
                return null;
            }
            text.appendCodePoint(symbols[i]);
        }
        return text.toString();
    }
}
