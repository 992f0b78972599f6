package io.penstock.journal.record;

import java.nio.ByteBuffer;

/** Walks through an uncompressed batch for the sizes of its records. Used again for each batch, by one thread. */
public final class BatchSizes implements RecordSizes {

    private ByteBuffer buffer;
    private int start;
    private int at;

    /** The batch that is told next. */
    public void of(ByteBuffer bytes, int batch) {
        buffer = bytes;
        start = batch;
    }

    @Override
    public int[] fieldBytes() {
        var sizes = new int[BatchFormat.count(buffer, start)];
        at = start + BatchFormat.HEADER_BYTES;
        for (var i = 0; i < sizes.length; i++) {
            var length = (int) varint();
            var end = at + length;
            at++;
            varint();
            varint();
            sizes[i] = end - at;
            at = end;
        }
        return sizes;
    }

    private long varint() {
        var value = 0L;
        var shift = 0;
        byte part;
        do {
            part = buffer.get(at++);
            value |= (part & 0x7FL) << shift;
            shift += 7;
        } while (part < 0);
        return (value >>> 1) ^ -(value & 1);
    }
}
