package io.penstock.journal.record;

import io.penstock.journal.JournalException;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.zip.CRC32C;

/**
 * Holds records of one partition as they lie in the log, after their checksum was verified. Offsets may be missing in
 * between if it is from the archive.
 */
public final class RecordBatch implements Iterable<LogRecord> {

    private final byte[] bytes;
    private final long baseOffset;
    private final int count;
    private final long baseTimestamp;
    private final BatchCompression compression;
    private final int lastOffsetDelta;

    /** The records, once somebody wanted them; several threads may do the same work. */
    private volatile byte[] decompressed;

    private RecordBatch(ByteBuffer buffer) {
        bytes = buffer.array();
        compression = BatchFormat.compression(buffer, 0);
        lastOffsetDelta = BatchFormat.lastOffsetDelta(buffer, 0);
        baseOffset = BatchFormat.baseOffset(buffer, 0);
        count = BatchFormat.count(buffer, 0);
        baseTimestamp = BatchFormat.baseTimestamp(buffer);
    }

    /** The batch that these bytes are, or null if they are not what was written. */
    public static RecordBatch of(byte[] bytes) {
        var buffer = ByteBuffer.wrap(bytes);
        return BatchFormat.isIntact(buffer, new CRC32C()) ? new RecordBatch(buffer) : null;
    }

    /** The batch that these bytes are, which were looked at before. */
    public static RecordBatch ofIntact(byte[] bytes) {
        return new RecordBatch(ByteBuffer.wrap(bytes));
    }

    public long baseOffset() {
        return baseOffset;
    }

    /** The offset after the last record. */
    public long endOffset() {
        return baseOffset + lastOffsetDelta + 1;
    }

    /** The number of records. */
    public int count() {
        return count;
    }

    public BatchCompression compression() {
        return compression;
    }

    /** The bytes of the batch as it lies in the log. */
    public ByteBuffer bytes() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    /**
     * @throws JournalException.Corrupted from here or from the iterator if the records are not what the header says
     * @throws JournalException.NoCodec if this process cannot decompress them
     */
    @Override
    public Iterator<LogRecord> iterator() {
        return compression == BatchCompression.NONE
                ? new Records(bytes, BatchFormat.HEADER_BYTES)
                : new Records(decompressed(), 0);
    }

    /**
     * Decompresses now what the first iteration would, so that whoever reads the log for others hears of it.
     *
     * @throws JournalException.Corrupted if the compressed records are not what the header says
     * @throws JournalException.NoCodec if this process cannot decompress them
     */
    public void decompress() {
        if (compression != BatchCompression.NONE) {
            decompressed();
        }
    }

    private byte[] decompressed() {
        var records = decompressed;
        if (records == null) {
            records = RecordsCodec.of(compression).decompress(bytes, BatchFormat.HEADER_BYTES);
            decompressed = records;
        }
        return records;
    }

    private final class Records implements Iterator<LogRecord> {

        private final byte[] records;
        private final ByteReader reader;
        private int left = count;

        Records(byte[] records, int start) {
            this.records = records;
            reader = new ByteReader(records, start, records.length);
        }

        @Override
        public boolean hasNext() {
            return left > 0;
        }

        @Override
        public LogRecord next() {
            if (left-- <= 0) {
                throw new NoSuchElementException();
            }
            var length = reader.requiredLength();
            var end = reader.position() + length;
            reader.next();
            var timestamp = baseTimestamp + reader.varint();
            var offset = baseOffset + reader.varint();
            var fields = reader.position();
            reader.skip(end - fields);
            return new LogRecord(records, fields, end, offset, timestamp);
        }
    }
}
