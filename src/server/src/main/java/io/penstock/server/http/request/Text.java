package io.penstock.server.http.request;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Shows bytes in JSON: exactly one of text and base64 is set.
 *
 * @param text if the bytes are UTF-8
 * @param base64 if they are not
 */
public record Text(String text, String base64) {

    private static final Text NONE = new Text(null, null);

    public static Text of(byte[] bytes) {
        return bytes == null ? NONE : of(bytes, bytes.length);
    }

    /** The first bytes, at most that many, never half a character. */
    public static Text ofFirst(byte[] bytes, int limit) {
        if (bytes == null || bytes.length <= limit) {
            return of(bytes);
        }
        int end = limit;
        while (end > 0 && (bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return of(bytes, end == 0 ? limit : end);
    }

    private static Text of(byte[] bytes, int length) {
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
            return new Text(text.toString(), null);
        } catch (CharacterCodingException e) {
            var encoded = Base64.getEncoder().encode(ByteBuffer.wrap(bytes, 0, length));
            return new Text(null, StandardCharsets.ISO_8859_1.decode(encoded).toString());
        }
    }

    /** The text, or an object that says that it is base64. */
    public Object asJson() {
        return base64 == null ? text : this;
    }
}
