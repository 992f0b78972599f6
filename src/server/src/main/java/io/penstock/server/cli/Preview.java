package io.penstock.server.cli;

import io.penstock.PlainText;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Shows the beginning of bytes that may be anything: as text if they are UTF-8, else in hexadecimal digits.
 *
 * @param content text or digits
 * @param isText which
 * @param bytes how many there are in all
 * @param isWhole whether all of them are shown
 */
record Preview(String content, boolean isText, int bytes, boolean isWhole) {

    /** The length of a preview: enough to recognise a message, while a line stays a line. */
    static final int MAX_BYTES = 256;

    /** @param bytes null for null */
    static Preview of(byte[] bytes) {
        if (bytes == null) {
            return null;
        }
        int end = Math.min(bytes.length, MAX_BYTES);
        int whole = end;
        while (whole < bytes.length && whole > end - 4 && (bytes[whole] & 0xC0) == 0x80) {
            whole--;
        }
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, whole));
            return new Preview(text.toString(), true, bytes.length, whole == bytes.length);
        } catch (CharacterCodingException e) {
            var digits = HexFormat.of().formatHex(bytes, 0, end);
            return new Preview(digits, false, bytes.length, end == bytes.length);
        }
    }

    Map<String, Object> asJson() {
        var json = new LinkedHashMap<String, Object>();
        json.put(isText ? "text" : "hex", content);
        json.put("bytes", bytes);
        if (!isWhole) {
            json.put("truncated", true);
        }
        return json;
    }

    @Override
    public String toString() {
        var shown = isText ? PlainText.quoted(content) : "0x" + content;
        return isWhole ? shown : shown + "… (" + bytes + " bytes)";
    }
}
