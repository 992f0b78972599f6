package io.penstock;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Encodes text as UTF-8. Half of a surrogate pair has no form in UTF-8: it is refused, and not replaced by a question
 * mark.
 */
public final class Utf8 {

    private Utf8() {}

    /**
     * The bytes of a part of a message.
     *
     * @param what the part that the text is, for the error; asked for in that case only
     * @throws PenstockException.InvalidMessage if there is half of a surrogate pair in the text; it names the index
     */
    public static byte[] bytes(String text, Supplier<String> what) {
        byte[] bytes = Objects.requireNonNull(text, "text").getBytes(StandardCharsets.UTF_8);
        Objects.requireNonNull(what, "what");
        if (mayHaveHalf(text, bytes)) {
            int half = half(text);
            if (half >= 0) {
                throw new PenstockException.InvalidMessage(problem(text, what.get(), half));
            }
        }
        return bytes;
    }

    /** Half of a pair became one byte, a question mark: text of ASCII without that has none, which is quick to tell. */
    private static boolean mayHaveHalf(String text, byte[] bytes) {
        if (bytes.length != text.length()) {
            return true;
        }
        for (byte each : bytes) {
            if (each == '?') {
                return true;
            }
        }
        return false;
    }

    /** Refuses what cannot be stored as it is; null is no text, and possible. */
    static void require(@Nullable String text, String what) {
        int half = text == null ? -1 : half(text);
        if (half >= 0) {
            throw new PenstockException.InvalidConfiguration(problem(text, what, half));
        }
    }

    /** The index of the first half of a surrogate pair; -1 if there is none. */
    private static int half(String text) {
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter >= Character.MIN_SURROGATE && letter <= Character.MAX_SURROGATE) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(letter, text.charAt(i + 1))) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }

    private static String problem(String text, String what, int half) {
        return what + " has half a character (the surrogate U+"
                + Integer.toHexString(text.charAt(half)).toUpperCase(Locale.ROOT) + " of UTF-16 by itself) at index "
                + half + ", which is no valid Unicode: correct the text, or give bytes.";
    }
}
