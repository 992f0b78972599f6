package io.penstock.journal.record;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.zip.CRC32C;

/** A batch of records of one partition as it lies in the log, checked against its checksum. */
public final class RecordBatch implements Iterable<LogRecord> {

    private final byte[] bytes;
    private final long baseOffset;
    private final int count;
    private final long baseTimestamp;

    private RecordBatch(ByteBuffer buffer) {
        bytes = buffer.array();
        baseOffset = BatchFormat.baseOffset(buffer, 0);
        count = BatchFormat.count(buffer, 0);
        baseTimestamp = BatchFormat.baseTimestamp(buffer);
    }

    /** The batch that these bytes are, or null if they are not what was written. */
    public static RecordBatch of(byte[] bytes) {
        var buffer = ByteBuffer.wrap(bytes);
        return BatchFormat.isIntact(buffer, new CRC32C()) ? new RecordBatch(buffer) : null;
    }

    public long baseOffset() {
        return baseOffset;
    }

    /** The offset after the last record. */
    public long endOffset() {
        return baseOffset + count;
    }

    @Override
    public Iterator<LogRecord> iterator() {
        return new Records();
    }

    private final class Records implements Iterator<LogRecord> {

        private final ByteReader reader = new ByteReader(bytes, BatchFormat.HEADER_BYTES, bytes.length);
        private int left = count;

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
            return new LogRecord(bytes, fields, end, offset, timestamp);
        }
    }
}
