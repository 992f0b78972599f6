package io.penstock.server.http.request;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Checks that percent-encoded text in a URI is UTF-8: a decoder would replace what is not. */
final class PercentEncoding {

    private PercentEncoding() {}

    /**
     * @param part how to name it
     * @param text null if there is none
     * @throws RequestException if it is not valid
     */
    static void check(String part, String text) {
        if (text == null || text.indexOf('%') < 0) {
            return;
        }
        var bytes = ByteBuffer.allocate(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '%') {
                bytes.put((byte) (c < 0x80 ? c : '?'));
                continue;
            }
            boolean isWhole = i + 2 < text.length();
            int high = isWhole ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = isWhole ? Character.digit(text.charAt(i + 2), 16) : -1;
            if (high < 0 || low < 0) {
                throw RequestException.malformed("The " + part + " of the URI has a '%' at position " + i
                        + " without two hexadecimal digits behind it: write %25 for the character itself.");
            }
            bytes.put((byte) (high << 4 | low));
            i += 2;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(bytes.flip());
        } catch (CharacterCodingException e) {
            throw RequestException.malformed("The " + part
                    + " of the URI is not valid UTF-8 when it is decoded: encode it" + " so, or give a key as base64.");
        }
    }
}
