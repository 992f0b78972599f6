package io.penstock.journal.record;

import io.penstock.journal.JournalException;

/** Reads the fields of a record one after the other, and refuses a field that reaches beyond the end of the record. */
public final class ByteReader {

    private final byte[] bytes;
    private final int end;
    private int position;

    public ByteReader(byte[] bytes, int position, int end) {
        this.bytes = bytes;
        this.position = position;
        this.end = end;
    }

    int position() {
        return position;
    }

    byte next() {
        if (position >= end) {
            throw overrun();
        }
        return bytes[position++];
    }

    public long varint() {
        if (position < end && bytes[position] >= 0) {
            // One byte, as most are.
            var only = bytes[position++];
            return (only >>> 1) ^ -(only & 1);
        }
        var value = 0L;
        for (var shift = 0; shift < 7 * Varint.MAX_LONG_BYTES; shift += 7) {
            var part = next();
            value |= (part & 0x7FL) << shift;
            if (part >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw new JournalException.Corrupted("A number in a record batch does not end at byte " + position + ".");
    }

    /** A length, which may be -1 for null. */
    int length() {
        var length = varint();
        if (length < -1 || length > end - position) {
            throw overrun();
        }
        return (int) length;
    }

    /** A length of what cannot be null. */
    int requiredLength() {
        var length = length();
        if (length < 0) {
            throw overrun();
        }
        return length;
    }

    void skip(int count) {
        if (count > end - position) {
            throw overrun();
        }
        position += Math.max(0, count);
    }

    private JournalException.Corrupted overrun() {
        return new JournalException.Corrupted(
                "A field of a record batch has an impossible length near byte " + position + " of " + end + ".");
    }
}
