package io.penstock.journal.record;

import io.penstock.journal.JournalException;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Serialises records of one partition into one batch, in the thread of the sender. It is used by one thread, once. */
public final class BatchEncoder {

    private static final int FIRST_CAPACITY = 1 << 10;

    private final BatchFormat.Header header = new BatchFormat.Header();
    private byte[] bytes;
    private int end = BatchFormat.HEADER_BYTES;

    /** @param expectedBytes for how much there is room without a larger array, the batch's header included */
    public BatchEncoder(int expectedBytes) {
        bytes = new byte[Math.max(FIRST_CAPACITY, expectedBytes)];
    }

    /**
     * Adds a record behind the others.
     *
     * @param timestampMillis since the epoch
     * @param key may be null
     * @param value may be null
     * @param headers names and values in turn; values may be null
     * @throws JournalException.TooLarge if the batch would exceed what one array can hold; it is as it was before
     */
    public void add(long timestampMillis, byte[] key, byte[] value, EncodedRecord.HeaderSource headers) {
        var measured = RecordFields.measure(key, value, headers);
        if (header.count == 0) {
            header.baseTimestamp = timestampMillis;
            header.maxTimestamp = timestampMillis;
        }
        var timestampDelta = timestampMillis - header.baseTimestamp;
        var length = 1L + Varint.sizeOf(timestampDelta) + Varint.sizeOf(header.count) + measured.bytes();
        require(Varint.sizeOf(length) + length);
        var at = Varint.put(bytes, end, length);
        bytes[at++] = 0;
        at = Varint.put(bytes, at, timestampDelta);
        at = Varint.put(bytes, at, header.count);
        RecordFields.put(bytes, at, measured, key, value, headers);
        end = at + measured.bytes();
        header.maxTimestamp = Math.max(header.maxTimestamp, timestampMillis);
        header.count++;
    }

    private void require(long more) {
        var needed = end + more;
        if (needed > Integer.MAX_VALUE / 2) {
            throw new JournalException.TooLarge("A batch of " + needed + " bytes cannot be serialised.");
        }
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.max(needed, 2L * bytes.length));
        }
    }

    /** The number of records that were added. */
    public int count() {
        return header.count;
    }

    /** Bytes of the batch so far, its header included. */
    public int length() {
        return end;
    }

    /**
     * The batch of what was added, which is at least one record. Ends the use of this.
     *
     * @param crc for its checksum; the caller's to use again
     */
    public EncodedBatch finish(CRC32C crc) {
        if (header.count == 0) {
            throw new IllegalStateException("A batch has at least one record.");
        }
        BatchFormat.putHeader(ByteBuffer.wrap(bytes), 0, end, header, crc);
        return new EncodedBatch(bytes, end, header.count);
    }
}
