package io.penstock.broker.migration;

import io.penstock.journal.record.EncodedRecord;
import io.penstock.journal.record.LogRecord;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Counts the records of one partition and sums them up, in order. It is used by one thread. */
final class RecordChecksum {

    private final CRC32C crc = new CRC32C();
    private final byte[] timestamp = new byte[Long.BYTES];
    private long records;
    private long bytes;

    void add(LogRecord record) {
        add(EncodedRecord.of(record.timestampMillis(), record.key(), record.value(), record::headers));
    }

    void add(EncodedRecord record) {
        ByteBuffer.wrap(timestamp).putLong(record.timestampMillis());
        crc.update(timestamp);
        crc.update(record.bytes());
        records++;
        bytes += record.bytes().length;
    }

    /** The number of records so far. */
    long records() {
        return records;
    }

    MigratedPartition of(String destination, int index) {
        return new MigratedPartition(destination, index, records, bytes, crc.getValue());
    }
}
