package io.penstock.broker.filter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A pattern of LIKE. What stands between two % is found one after the other, each as early as it can be, in one pass
 * over the value: the cost is the length of the value, times one more for each 64 characters of the pattern. A
 * character is a code point.
 */
final class LikePattern {

    /** The longest pattern: a longer one is a mistake. */
    static final int MAX_CHARS = 1_000;

    static final int NO_ESCAPE = -1;

    static final int ANY_ONE = -1;
    private static final int ANY_SEQUENCE = -2;

    private final boolean openStart;
    private final boolean openEnd;

    /** The segments between the % characters, without those that are empty. */
    private final List<LikeSegment> segments;

    /** The text between % at the ends alone, if that is found as quickly; or null. */
    private final String plain;

    private LikePattern(int[] symbols) {
        openStart = symbols.length > 0 && symbols[0] == ANY_SEQUENCE;
        openEnd = symbols.length > 0 && symbols[symbols.length - 1] == ANY_SEQUENCE;
        segments = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= symbols.length; i++) {
            if (i == symbols.length || symbols[i] == ANY_SEQUENCE) {
                if (i > from) {
                    segments.add(new LikeSegment(Arrays.copyOfRange(symbols, from, i)));
                }
                from = i + 1;
            }
        }
        boolean isPlain = segments.isEmpty()
                || segments.size() == 1
                        && segments.get(0).isPlain()
                        && (segments.get(0).words() == 1 || !openStart || !openEnd);
        plain = !isPlain ? null : segments.isEmpty() ? "" : segments.get(0).text();
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

    /** The largest number of steps to match a value. */
    long steps(String value) {
        int words = 1;
        for (var segment : segments) {
            words = Math.max(words, segment.words());
        }
        return (long) value.length() * words;
    }

    boolean matches(String value) {
        if (plain == null) {
            return matchesSegments(value);
        }
        if (openStart) {
            return openEnd ? value.contains(plain) : value.endsWith(plain);
        }
        return openEnd ? value.startsWith(plain) : value.equals(plain);
    }

    private boolean matchesSegments(String value) {
        int[] text = value.codePoints().toArray();
        int first = 0;
        int last = segments.size();
        int at = 0;
        int end = text.length;
        if (!openStart && first < last) {
            var segment = segments.get(first++);
            if (!segment.isAt(text, 0)) {
                return false;
            }
            at = segment.length();
        }
        if (first == last) {
            return openEnd || at == end || openStart && segments.isEmpty();
        }
        if (!openEnd) {
            var segment = segments.get(--last);
            end -= segment.length();
            if (end < at || !segment.isAt(text, end)) {
                return false;
            }
        }
        while (first < last) {
            at = segments.get(first++).endOfFirst(text, at, end);
            if (at < 0) {
                return false;
            }
        }
        return true;
    }
}
