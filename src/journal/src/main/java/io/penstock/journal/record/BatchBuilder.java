package io.penstock.journal.record;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Packs records that keep their offsets into a batch; offsets may be missing in between. It is for one thread. */
public final class BatchBuilder {

    private static final int FIRST_BYTES = 1 << 10;

    private final BatchFormat.Header header = new BatchFormat.Header();
    private final CRC32C crc = new CRC32C();
    private byte[] bytes;
    private ByteBuffer buffer;
    private int count;
    private long baseOffset;
    private long lastOffset;
    private long baseTimestamp;
    private long maxTimestamp;
    private int epoch;

    public BatchBuilder() {
        bytes = new byte[FIRST_BYTES];
        buffer = ByteBuffer.wrap(bytes);
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /** Memory that it occupies. */
    public int allocatedBytes() {
        return bytes.length;
    }

    /** Whether a record fits beside what is there, so that the batch stays within a size that readers like. */
    public boolean hasRoomFor(LogRecord record, int maxBatchBytes) {
        return count == 0
                || buffer.position() + record.fieldBytes() + BatchFormat.MAX_RECORD_OVERHEAD_BYTES <= maxBatchBytes
                        && record.offset() - baseOffset < Integer.MAX_VALUE;
    }

    /** Adds a record with a higher offset than those before. */
    public void add(LogRecord record, int epochOfItsBatch) {
        if (count == 0) {
            baseOffset = record.offset();
            baseTimestamp = record.timestampMillis();
            maxTimestamp = baseTimestamp;
            buffer.position(BatchFormat.HEADER_BYTES);
        }
        ensure(record.fieldBytes() + BatchFormat.MAX_RECORD_OVERHEAD_BYTES);
        var timestampDelta = record.timestampMillis() - baseTimestamp;
        var offsetDelta = record.offset() - baseOffset;
        Varint.put(buffer, 1L + Varint.sizeOf(timestampDelta) + Varint.sizeOf(offsetDelta) + record.fieldBytes());
        buffer.put((byte) 0);
        Varint.put(buffer, timestampDelta);
        Varint.put(buffer, offsetDelta);
        record.putFields(buffer);
        lastOffset = record.offset();
        maxTimestamp = Math.max(maxTimestamp, record.timestampMillis());
        epoch = Math.max(epoch, epochOfItsBatch);
        count++;
    }

    private void ensure(int more) {
        if (buffer.remaining() < more) {
            var position = buffer.position();
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, position + more));
            buffer = ByteBuffer.wrap(bytes).position(position);
        }
    }

    /**
     * The batch, whose bytes are valid until the next record is added; begins anew. There must be a record.
     */
    public ByteBuffer build(BatchCompression compression) {
        var end = buffer.position();
        header.compression = BatchCompression.NONE;
        var target = buffer;
        if (compression != BatchCompression.NONE) {
            var compressed = RecordsCodec.of(compression).compress(bytes, BatchFormat.HEADER_BYTES, end);
            if (compressed != null) {
                end = BatchFormat.HEADER_BYTES + compressed.length;
                target = ByteBuffer.allocate(end).put(BatchFormat.HEADER_BYTES, compressed);
                header.compression = compression;
            }
        }
        header.baseOffset = baseOffset;
        header.lastOffsetDelta = (int) (lastOffset - baseOffset);
        header.epoch = epoch;
        header.baseTimestamp = baseTimestamp;
        header.maxTimestamp = maxTimestamp;
        header.count = count;
        header.baseSequence = BatchFormat.guardOf(baseOffset, epoch);
        BatchFormat.putHeader(target, 0, end, header, crc);
        count = 0;
        epoch = 0;
        buffer.clear();
        return target.duplicate().clear().limit(end);
    }
}
