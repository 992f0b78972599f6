package io.penstock.journal.record;

import java.nio.ByteBuffer;

/**
 * Holds records of one partition, serialised once and together: a whole {@link BatchFormat batch}. The checksum leaves
 * out base offset and epoch, which are set when the batch is written. Immutable.
 */
public final class EncodedBatch {

    private final byte[] bytes;
    private final int length;
    private final int count;

    EncodedBatch(byte[] bytes, int length, int count) {
        this.bytes = bytes;
        this.length = length;
        this.count = count;
    }

    /** The number of its records, at least one. */
    public int count() {
        return count;
    }

    /** Bytes that it takes in the log, its header included. */
    public int length() {
        return length;
    }

    /** The batch as it is read from a place in the log, for a log that keeps it in memory. */
    public RecordBatch at(long baseOffset) {
        var copy = ByteBuffer.allocate(length);
        put(copy, baseOffset, 0);
        return RecordBatch.ofIntact(copy.array());
    }

    /** Writes it at the buffer's position, for its place in the log. */
    public void put(ByteBuffer target, long baseOffset, int epoch) {
        var start = target.position();
        target.put(bytes, 0, length);
        BatchFormat.place(target, start, baseOffset, epoch);
    }
}
