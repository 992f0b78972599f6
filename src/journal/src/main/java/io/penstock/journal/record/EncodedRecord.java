package io.penstock.journal.record;

import io.penstock.journal.JournalException;

import java.util.Objects;

/**
 * Holds a record that was serialised once: what follows the offset delta in Kafka's record format (key, value, headers,
 * each with its varint length).
 *
 * @param timestampMillis since the epoch
 */
public record EncodedRecord(long timestampMillis, byte[] bytes) {

    public EncodedRecord {
        Objects.requireNonNull(bytes, "bytes");
    }

    /**
     * Serialises a record.
     *
     * @param key may be null
     * @param value may be null
     * @param headers names and values in turn; values may be null
     * @throws JournalException.TooLarge if it exceeds what one array can hold
     */
    public static EncodedRecord of(long timestampMillis, byte[] key, byte[] value, HeaderSource headers) {
        Objects.requireNonNull(headers, "headers");
        var measured = RecordFields.measure(key, value, headers);
        var bytes = new byte[measured.bytes()];
        RecordFields.put(bytes, 0, measured, key, value, headers);
        return new EncodedRecord(timestampMillis, bytes);
    }

    /** Gives the record as it will be read, at offset 0. */
    public LogRecord view() {
        return new LogRecord(bytes, 0, bytes.length, 0, timestampMillis);
    }

    /** Gives a record's headers without a copy of them. It is called twice, once to count and once to write. */
    @FunctionalInterface
    public interface HeaderSource {

        /** A source without headers. */
        HeaderSource NONE = sink -> {};

        void forEach(HeaderSink sink);
    }

    /** Takes one header. */
    @FunctionalInterface
    public interface HeaderSink {
        void header(String name, byte[] value);
    }
}
