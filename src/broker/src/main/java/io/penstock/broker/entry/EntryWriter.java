package io.penstock.broker.entry;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Writes the primitive values that entries are made of. Not thread-safe. */
public final class EntryWriter {

    /** The largest number of bytes for {@link #number}: 63 bits, seven in each byte. */
    public static final int MAX_NUMBER_BYTES = 9;

    private byte[] bytes = new byte[32];
    private int size;

    public void octet(int value) {
        if (size == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * size);
        }
        bytes[size++] = (byte) value;
    }

    int size() {
        return size;
    }

    /** Drops what was written, and begins anew. */
    public void reset() {
        size = 0;
    }

    /** Writes what another writer holds, behind its length. */
    public void nested(EntryWriter content) {
        number(content.size);
        append(content);
    }

    public void append(EntryWriter content) {
        if (content.size > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + content.size));
        }
        System.arraycopy(content.bytes, 0, bytes, size, content.size);
        size += content.size;
    }

    /** A field that may be left out. */
    void tag(int tag, EntryWriter content) {
        number(tag);
        nested(content);
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
        bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Eight bytes, the highest first. */
    void word(long value) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            octet((int) (value >>> shift));
        }
    }

    void bytes(byte[] content) {
        number(content.length);
        if (content.length > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + content.length));
        }
        System.arraycopy(content, 0, bytes, size, content.length);
        size += content.length;
    }

    void texts(List<String> texts) {
        number(texts.size());
        texts.forEach(this::text);
    }

    /** Writes the number of offsets, then each. */
    void offsets(long[] offsets) {
        number(offsets.length);
        for (long offset : offsets) {
            number(offset);
        }
    }

    void duration(Duration duration) {
        number(duration.getSeconds());
        number(duration.getNano());
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }
}
