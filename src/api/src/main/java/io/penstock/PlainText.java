package io.penstock;

import java.util.Locale;
import java.util.Objects;

/** Shows text from outside so that it can neither steer a terminal nor break a line. */
public final class PlainText {

    /** The last character of ASCII that can be printed: most ids consist of nothing else. */
    private static final char LAST_PLAIN_ASCII = '~';

    private PlainText() {}

    /** Whether the text can be printed as it is. */
    public static boolean isPlain(String text) {
        Objects.requireNonNull(text, "text");
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > LAST_PLAIN_ASCII) {
                return text.codePoints().allMatch(PlainText::isPlain);
            }
        }
        return true;
    }

    /** The text, with an escape such as {@code u{1b}} behind a backslash, in place of whatever is not plain. */
    public static String of(String text) {
        if (isPlain(text)) {
            return text;
        }
        var plain = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> append(plain, point));
        return plain.toString();
    }

    /** The text in quotation marks; those inside, and backslashes, are escaped too, so that it can be read back. */
    public static String quoted(String text) {
        Objects.requireNonNull(text, "text");
        var quoted = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(point -> {
            if (point == '"' || point == '\\') {
                quoted.append('\\');
            }
            append(quoted, point);
        });
        return quoted.append('"').toString();
    }

    private static void append(StringBuilder text, int point) {
        if (isPlain(point)) {
            text.appendCodePoint(point);
        } else {
            text.append(String.format(Locale.ROOT, "\\u{%x}", point));
        }
    }

    private static boolean isPlain(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
