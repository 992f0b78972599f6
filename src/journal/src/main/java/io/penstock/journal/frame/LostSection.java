package io.penstock.journal.frame;

import java.nio.ByteBuffer;

/**
 * A section that a repair writes in place of what could not be read any more: partitions go on behind the offsets that
 * are lost, so that none is given twice.
 *
 * <pre>
 *  0  int32  how many partitions follow; a section of less than 4 bytes has none
 *  4  for each: int32 id, int64 the offset at which it goes on; the id -1 stands for partitions that nothing was
 *     written to
 *     zeros, as many as there are to fill
 * </pre>
 */
public final class LostSection {

    private static final int COUNT_BYTES = 4;

    private LostSection() {}

    /** Is told the offset at which a partition goes on. */
    @FunctionalInterface
    public interface Visitor {
        void goesOn(int partition, long offset);
    }

    /** Bytes of a section for so many partitions, without its header. */
    public static int bytes(int partitions) {
        return COUNT_BYTES + partitions * FrameFormat.OFFSET_BYTES;
    }

    /** Whether the bytes are such a section. */
    public static boolean isWellFormed(ByteBuffer buffer, int at, int length) {
        if (length < COUNT_BYTES) {
            return true;
        }
        var count = buffer.getInt(at);
        return count >= 0 && COUNT_BYTES + (long) count * FrameFormat.OFFSET_BYTES <= length;
    }

    public static void read(ByteBuffer buffer, int at, int length, Visitor visitor) {
        var count = length < COUNT_BYTES ? 0 : buffer.getInt(at);
        for (var i = 0; i < count; i++) {
            var entry = at + bytes(i);
            visitor.goesOn(buffer.getInt(entry), buffer.getLong(entry + Integer.BYTES));
        }
    }

    /** @param partitions ids and offsets in turn */
    public static void put(ByteBuffer buffer, long[] partitions, int length) {
        var end = buffer.position() + length;
        if (length >= COUNT_BYTES) {
            buffer.putInt(partitions.length / 2);
            for (var i = 0; i < partitions.length; i += 2) {
                buffer.putInt((int) partitions[i]).putLong(partitions[i + 1]);
            }
        }
        while (buffer.position() < end) {
            buffer.put((byte) 0);
        }
    }
}
