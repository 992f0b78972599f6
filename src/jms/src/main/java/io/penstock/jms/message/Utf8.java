package io.penstock.jms.message;

import io.penstock.jms.spec.Failures;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import jakarta.jms.MessageFormatException;

/** Text as it travels. Half of a surrogate pair has no UTF-8: it is an error, and not another letter. */
final class Utf8 {

    private Utf8() {}

    /**
     * @param what the text is of a message, for the error
     * @throws MessageFormatException if there is half of a surrogate pair in it
     */
    static byte[] encode(String text, String what) throws MessageFormatException {
        return require(text, what).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * @param what the text is of a message, for the error
     * @throws MessageFormatException if there is half of a surrogate pair in it
     */
    static String require(String text, String what) throws MessageFormatException {
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (Character.isSurrogate(letter)) {
                boolean whole = i + 1 < text.length() && Character.isSurrogatePair(letter, text.charAt(i + 1));
                if (!whole) {
                    throw Failures.format(what + " has half of a surrogate pair (U+"
                            + Integer.toHexString(letter).toUpperCase(Locale.ROOT) + " at index " + i
                            + "), which is no text.");
                }
                i++;
            }
        }
        return text;
    }
}
