package io.penstock.jms.message;

import io.penstock.jms.spec.Failures;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import jakarta.jms.MessageFormatException;

/**
 * Encodes text as UTF-8. Half of a surrogate pair has no UTF-8 form: it is refused, and not replaced by another letter.
 */
final class WholeText {

    private WholeText() {}

    /**
     * @param what the part of the message that the text is, for the error
     * @throws MessageFormatException if there is half of a surrogate pair in the text
     */
    static byte[] encode(String text, String what) throws MessageFormatException {
        return require(text, what).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * @param what the part of the message that the text is, for the error
     * @throws MessageFormatException if there is half of a surrogate pair in the text
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
