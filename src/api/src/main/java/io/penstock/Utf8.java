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

    private static final char REPLACEMENT = '\uFFFD';

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
            int half = half(text, 0);
            if (half >= 0) {
                throw new PenstockException.InvalidMessage(problem(text, what.get(), half));
            }
        }
        return bytes;
    }

    /**
     * Half of a pair became one byte, a question mark: text that equals its bytes, a character each, has none.
     * Comparing a copy is several times quicker than looking at each byte.
     */
    private static boolean mayHaveHalf(String text, byte[] bytes) {
        return bytes.length != text.length() || !new String(bytes, StandardCharsets.ISO_8859_1).equals(text);
    }

    /** Refuses what cannot be stored as it is; null is no text, and possible. */
    static void require(@Nullable String text, String what) {
        int half = text == null ? -1 : half(text, 0);
        if (half >= 0) {
            throw new PenstockException.InvalidConfiguration(problem(text, what, half));
        }
    }

    /**
     * A text that can be encoded: U+FFFD, the replacement character, stands for each half of a surrogate pair. It is
     * for texts that only people read and that nobody is there to correct, such as what an exception says.
     */
    public static String whole(String text) {
        int half = half(Objects.requireNonNull(text, "text"), 0);
        if (half < 0) {
            return text;
        }
        var whole = new StringBuilder(text);
        while (half >= 0) {
            whole.setCharAt(half, REPLACEMENT);
            half = half(whole, half + 1);
        }
        return whole.toString();
    }

    /** The index of the first half of a surrogate pair at or behind another index; -1 if there is none. */
    private static int half(CharSequence text, int from) {
        for (int i = from; i < text.length(); i++) {
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
