package io.penstock.jms.subscription;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Splits a selector into its words and signs, so that two selectors can be compared. Blanks, and the case of reserved
 * words, mean nothing.
 */
final class SelectorText {

    private static final Pattern TOKEN = Pattern.compile("'(?:[^']|'')*'|<>|<=|>=|[\\p{L}\\p{N}_$.]+|\\S");
    private static final Pattern RESERVED =
            Pattern.compile("NULL|TRUE|FALSE|NOT|AND|OR|BETWEEN|LIKE|IN|IS|ESCAPE", Pattern.CASE_INSENSITIVE);

    private SelectorText() {}

    /** Whether two selectors have the same words and signs. Either may be null, for all messages. */
    static boolean areAlike(String one, String other) {
        return one == null || other == null
                ? one == other
                : one.equals(other) || spelled(one).equals(spelled(other));
    }

    private static String spelled(String text) {
        var words = new StringBuilder();
        var tokens = TOKEN.matcher(text);
        while (tokens.find()) {
            var token = tokens.group();
            boolean reserved = RESERVED.matcher(token).matches();
            words.append(reserved ? token.toUpperCase(Locale.ROOT) : token).append(' ');
        }
        return words.toString();
    }
}
