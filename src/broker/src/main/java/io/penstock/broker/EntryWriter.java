package io.penstock.broker;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Writes the primitives that entries are made of. Not thread-safe. */
final class EntryWriter {

    private byte[] bytes = new byte[32];
    private int size;

    void octet(int value) {
        if (size == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * size);
        }
        bytes[size++] = (byte) value;
    }

    /** Seven bits a byte, the lowest first, the high bit set on all but the last. */
    void number(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("Entries hold no negative numbers: " + value);
        }
        long rest = value;
        while (rest > 0x7f) {
            octet((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        octet((int) rest);
    }

    void text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        number(utf8.length);
        for (byte each : utf8) {
            octet(each);
        }
    }

    void texts(List<String> texts) {
        number(texts.size());
        texts.forEach(this::text);
    }

    void duration(Duration duration) {
        number(duration.getSeconds());
        number(duration.getNano());
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }
}
