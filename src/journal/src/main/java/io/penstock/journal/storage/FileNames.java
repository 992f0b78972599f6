package io.penstock.journal.storage;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Turns names into paths and back by their UTF-8 bytes. The JDK does so in the charset of the process' locale, in which
 * a name of other letters can be listed but not opened: {@code LANG=C}, as containers have it, knows ASCII alone.
 */
final class FileNames {

    private static final int ASCII = 0x80;

    private FileNames() {}

    static String name(Path path) {
        var name = path.getFileName().toString();
        if (isAscii(name)) {
            return name;
        }
        // URIs are made of the bytes.
        var uri = path.toUri().getRawPath();
        var end = uri.endsWith("/") ? uri.length() - 1 : uri.length();
        var decoded = decode(uri.substring(uri.lastIndexOf('/', end - 1) + 1, end));
        return decoded == null ? name : decoded;
    }

    static Path path(Path directory, String name) {
        if (isAscii(name)) {
            return directory.resolve(name);
        }
        var uri = directory.toUri().toString();
        return Path.of(URI.create((uri.endsWith("/") ? uri : uri + "/") + encode(name)));
    }

    private static boolean isAscii(String name) {
        return name.chars().allMatch(character -> character < ASCII);
    }

    private static String encode(String name) {
        var encoded = new StringBuilder();
        for (var octet : name.getBytes(StandardCharsets.UTF_8)) {
            if (octet == '/') {
                encoded.append('/');
                continue;
            }
            encoded.append('%')
                    .append(Character.forDigit(octet >> 4 & 0xF, 16))
                    .append(Character.forDigit(octet & 0xF, 16));
        }
        return encoded.toString();
    }

    /** Decodes a name; null if the bytes are no UTF-8. */
    private static String decode(String encoded) {
        var bytes = ByteBuffer.allocate(encoded.length());
        for (var i = 0; i < encoded.length(); i++) {
            if (encoded.charAt(i) == '%') {
                bytes.put((byte) Integer.parseInt(encoded, i + 1, i + 3, 16));
                i += 2;
            } else {
                bytes.put((byte) encoded.charAt(i));
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
