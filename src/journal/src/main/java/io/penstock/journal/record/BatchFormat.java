package io.penstock.journal.record;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Reads and writes Kafka's record batch, version 2. Numbers are big-endian.
 *
 * <pre>
 *  0  int64   base offset
 *  8  int32   length of what follows this field
 * 12  int32   partition leader epoch: our incarnation
 * 16  int8    magic: 2
 * 17  uint32  CRC-32C of everything from 21 on
 * 21  int16   attributes: how the records are compressed ({@link BatchCompression#code}); 0 in the journal
 * 23  int32   offset of the last record, less the base offset; offsets in between may be missing in the archive
 * 27  int64   timestamp of the first record
 * 35  int64   largest timestamp
 * 43  int64   producer id: -1
 * 51  int16   producer epoch: -1
 * 53  int32   base sequence: -1; in the archive 31 bits of the CRC-32C of base offset and epoch
 * 57  int32   number of records
 * 61  records, compressed as one if the attributes say so; each:
 *       varint  length of what follows this field
 *       int8    attributes: 0
 *       varint  timestamp, less that of the first record
 *       varint  offset, less the base offset
 *       varint  length of the key, -1 for null; then the key
 *       varint  length of the value, -1 for null; then the value
 *       varint  number of headers; each: varint length, name in UTF-8, varint length or -1, value
 * </pre>
 */
public final class BatchFormat {

    public static final int HEADER_BYTES = 61;

    /** Bytes that a record needs beside its {@link EncodedRecord} at most: length, attributes and the two deltas. */
    public static final int MAX_RECORD_OVERHEAD_BYTES = 2 * Varint.MAX_INT_BYTES + 1 + Varint.MAX_LONG_BYTES;

    private static final int LENGTH = 8;
    private static final int LENGTH_END = 12;
    private static final int EPOCH = 12;
    private static final int MAGIC = 16;
    private static final int CRC = 17;
    private static final int ATTRIBUTES = 21;
    private static final int LAST_OFFSET_DELTA = 23;
    private static final int BASE_TIMESTAMP = 27;
    private static final int MAX_TIMESTAMP = 35;
    private static final int PRODUCER_ID = 43;
    private static final int PRODUCER_EPOCH = 51;
    private static final int BASE_SEQUENCE = 53;
    private static final int COUNT = 57;
    private static final byte VERSION = 2;

    private BatchFormat() {}

    /** Completes a batch whose records lie between its header and {@code end}. */
    public static void putHeader(ByteBuffer buffer, int start, int end, Header header, CRC32C crc) {
        buffer.putLong(start, header.baseOffset);
        buffer.putInt(start + LENGTH, end - start - LENGTH_END);
        buffer.putInt(start + EPOCH, header.epoch);
        buffer.put(start + MAGIC, VERSION);
        buffer.putShort(start + ATTRIBUTES, (short) header.compression.code());
        buffer.putInt(start + LAST_OFFSET_DELTA, Math.max(header.lastOffsetDelta, header.count - 1));
        buffer.putLong(start + BASE_TIMESTAMP, header.baseTimestamp);
        buffer.putLong(start + MAX_TIMESTAMP, header.maxTimestamp);
        buffer.putLong(start + PRODUCER_ID, -1);
        buffer.putShort(start + PRODUCER_EPOCH, (short) -1);
        buffer.putInt(start + BASE_SEQUENCE, header.baseSequence);
        buffer.putInt(start + COUNT, header.count);
        buffer.putInt(start + CRC, checksum(buffer, start, end, crc));
    }

    /** Sets what depends on the place in the log, and what the checksum leaves out for that reason. */
    static void place(ByteBuffer buffer, int start, long baseOffset, int epoch) {
        buffer.putLong(start, baseOffset);
        buffer.putInt(start + EPOCH, epoch);
    }

    /** The fields that differ from batch to batch. Its writer uses it again and again. */
    public static final class Header {
        public long baseOffset;
        public int epoch;
        public long baseTimestamp;
        public long maxTimestamp;
        public int count;

        /** The offset delta of the last record, if offsets are missing; otherwise the number of records tells it. */
        public int lastOffsetDelta;

        public BatchCompression compression = BatchCompression.NONE;

        /** The base sequence, which means nothing to Kafka without a producer. */
        public int baseSequence = -1;
    }

    /**
     * Makes the checksum vouch for base offset and epoch too, which lie before what it covers: their own checksum goes
     * where it is covered. Frames vouch for them in the journal; in the archive nothing else would.
     */
    public static void guard(ByteBuffer buffer, int start, int end, CRC32C crc) {
        buffer.putInt(start + BASE_SEQUENCE, guardOf(baseOffset(buffer, start), epoch(buffer, start)));
        buffer.putInt(start + CRC, checksum(buffer, start, end, crc));
    }

    /** Whether base offset and epoch are those that the batch was guarded with. */
    public static boolean isGuarded(ByteBuffer buffer, int start) {
        return buffer.getInt(start + BASE_SEQUENCE) == guardOf(baseOffset(buffer, start), epoch(buffer, start));
    }

    /** A checksum of base offset and epoch, which is not negative, as sequences are. */
    static int guardOf(long baseOffset, int epoch) {
        var crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
                .putLong(baseOffset)
                .putInt(epoch)
                .flip());
        return (int) crc.getValue() & Integer.MAX_VALUE;
    }

    /** Whether these bytes are one whole batch that is what was written. */
    public static boolean isIntact(ByteBuffer batch, CRC32C crc) {
        return isWellFormed(batch, 0, batch.capacity())
                && batch.getInt(CRC) == checksum(batch, 0, batch.capacity(), crc);
    }

    /** Whether a batch's header fits its length; says nothing about its checksum. */
    public static boolean isWellFormed(ByteBuffer buffer, int start, int length) {
        return length >= HEADER_BYTES
                && buffer.getInt(start + LENGTH) == length - LENGTH_END
                && buffer.get(start + MAGIC) == VERSION
                && count(buffer, start) > 0
                && lastOffsetDelta(buffer, start) >= count(buffer, start) - 1
                && BatchCompression.of(attributes(buffer, start)) != null;
    }

    /** Whether no offset is missing and nothing is compressed, as in the journal. */
    public static boolean isPlain(ByteBuffer buffer, int start) {
        return lastOffsetDelta(buffer, start) == count(buffer, start) - 1 && attributes(buffer, start) == 0;
    }

    /** The length that a header claims, with the header; at least {@link #HEADER_BYTES} of it must be there. */
    public static long length(ByteBuffer buffer, int start) {
        return (long) buffer.getInt(start + LENGTH) + LENGTH_END;
    }

    public static int epoch(ByteBuffer buffer, int start) {
        return buffer.getInt(start + EPOCH);
    }

    public static int lastOffsetDelta(ByteBuffer buffer, int start) {
        return buffer.getInt(start + LAST_OFFSET_DELTA);
    }

    public static long maxTimestamp(ByteBuffer buffer, int start) {
        return buffer.getLong(start + MAX_TIMESTAMP);
    }

    /** The compression of a batch; null if it is of a kind that this version does not know. */
    static BatchCompression compression(ByteBuffer buffer, int start) {
        return BatchCompression.of(attributes(buffer, start));
    }

    private static int attributes(ByteBuffer buffer, int start) {
        return buffer.getShort(start + ATTRIBUTES);
    }

    public static long baseOffset(ByteBuffer buffer, int start) {
        return buffer.getLong(start);
    }

    public static int count(ByteBuffer buffer, int start) {
        return buffer.getInt(start + COUNT);
    }

    static long baseTimestamp(ByteBuffer buffer) {
        return buffer.getLong(BASE_TIMESTAMP);
    }

    private static int checksum(ByteBuffer buffer, int start, int end, CRC32C crc) {
        crc.reset();
        crc.update(buffer.duplicate().limit(end).position(start + ATTRIBUTES));
        return (int) crc.getValue();
    }
}
