package io.penstock.journal.record;

import java.nio.ByteBuffer;

/**
 * Reads and writes signed numbers of variable length as in Kafka's records: zigzag, seven bits a byte, least
 * significant first.
 */
public final class Varint {

    /** The longest encoding of an int. */
    static final int MAX_INT_BYTES = 5;

    /** The longest encoding of a long. */
    static final int MAX_LONG_BYTES = 10;

    private Varint() {}

    public static int sizeOf(long value) {
        var bits = 64 - Long.numberOfLeadingZeros(zigzag(value) | 1);
        return (bits + 6) / 7;
    }

    public static void put(ByteBuffer target, long value) {
        var rest = zigzag(value);
        while ((rest & ~0x7FL) != 0) {
            target.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        target.put((byte) rest);
    }

    /** Writes into an array and returns the position after it. */
    public static int put(byte[] target, int position, long value) {
        var at = position;
        var rest = zigzag(value);
        while ((rest & ~0x7FL) != 0) {
            target[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        target[at++] = (byte) rest;
        return at;
    }

    private static long zigzag(long value) {
        return (value << 1) ^ (value >> 63);
    }
}
