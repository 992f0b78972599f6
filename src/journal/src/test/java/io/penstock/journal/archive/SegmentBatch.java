package io.penstock.journal.archive;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Where a batch lies in a segment, and its offsets; the ends are those behind it. */
public record SegmentBatch(int position, int length, long baseOffset, long endOffset) {

    /** All of a segment that is intact. */
    public static List<SegmentBatch> in(byte[] segment) {
        var bytes = ByteBuffer.wrap(segment);
        var batches = new ArrayList<SegmentBatch>();
        for (var at = 0; at < bytes.limit(); ) {
            var length = bytes.getInt(at + 8) + 12;
            var base = bytes.getLong(at);
            batches.add(new SegmentBatch(at, length, base, base + bytes.getInt(at + 23) + 1));
            at += length;
        }
        return batches;
    }

    public int end() {
        return position + length;
    }
}
