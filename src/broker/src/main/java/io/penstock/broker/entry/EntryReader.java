package io.penstock.broker.entry;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what {@link EntryWriter} wrote. Every count is checked against the bytes that are left before it is believed.
 */
public final class EntryReader {

    private static final int NANOS_PER_SECOND = 1_000_000_000;

    private final ByteBuffer bytes;

    public EntryReader(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    public int octet() {
        try {
            return bytes.get() & 0xff;
        } catch (BufferUnderflowException e) {
            throw new UnreadableEntryException("an entry ends too early");
        }
    }

    long number() {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            int octet = octet();
            value |= (long) (octet & 0x7f) << shift;
            if (octet < 0x80) {
                return value;
            }
        }
        throw new UnreadableEntryException("a number of an entry is longer than 63 bits");
    }

    int smallNumber() {
        long value = number();
        if (value > Integer.MAX_VALUE) {
            throw new UnreadableEntryException("a number of an entry is " + value + ", more than 31 bits");
        }
        return (int) value;
    }

    /** A number of things that take at least that many bytes each. */
    int count(int bytesEach) {
        long value = number();
        if (value > bytes.remaining() / bytesEach) {
            throw new UnreadableEntryException(
                    "an entry announces " + value + " items in " + bytes.remaining() + " bytes");
        }
        return (int) value;
    }

    byte[] bytes() {
        var content = new byte[count(1)];
        bytes.get(content);
        return content;
    }

    String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    /** Eight bytes, the highest first. */
    long word() {
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value = value << 8 | octet();
        }
        return value;
    }

    List<String> texts() {
        int count = count(1);
        var texts = new ArrayList<String>(count);
        for (int i = 0; i < count; i++) {
            texts.add(text());
        }
        return texts;
    }

    long[] offsets() {
        var offsets = new long[count(1)];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = number();
        }
        return offsets;
    }

    Duration duration() {
        long seconds = number();
        long nanos = number();
        if (nanos >= NANOS_PER_SECOND) {
            throw new UnreadableEntryException(
                    "a duration of an entry has " + nanos + " nanoseconds beside its seconds");
        }
        return Duration.ofSeconds(seconds, nanos);
    }

    /** Reads what {@link EntryWriter#nested} wrote; this reader goes on behind it. */
    public EntryReader nested() {
        int length = count(1);
        var content = bytes.slice(bytes.position(), length);
        bytes.position(bytes.position() + length);
        return new EntryReader(content);
    }

    public boolean hasMore() {
        return bytes.hasRemaining();
    }

    void end() {
        if (bytes.hasRemaining()) {
            throw new UnreadableEntryException(bytes.remaining() + " bytes follow the end of an entry");
        }
    }
}
