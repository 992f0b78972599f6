package io.penstock.journal.record;

import io.penstock.journal.JournalException;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A record, serialised once: what follows the offset delta in Kafka's record format (key, value, headers, each with its
 * varint length).
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
        var measure = new Measure();
        headers.forEach(measure);
        var size = sizeOf(key) + sizeOf(value) + Varint.sizeOf(measure.count) + measure.bytes;
        if (size > Integer.MAX_VALUE / 2) {
            throw new JournalException.TooLarge("A record of " + size + " bytes cannot be serialised.");
        }
        var encoder = new Encoder(new byte[(int) size]);
        encoder.put(key);
        encoder.put(value);
        encoder.putCount(measure.count);
        headers.forEach(encoder);
        if (encoder.position != encoder.bytes.length) {
            throw new IllegalArgumentException("The headers differed between the two times that they were asked for.");
        }
        return new EncodedRecord(timestampMillis, encoder.bytes);
    }

    private static long sizeOf(byte[] field) {
        return field == null ? 1 : Varint.sizeOf(field.length) + (long) field.length;
    }

    /** Gives a record's headers without a copy of them: called twice, once to count and once to write. */
    @FunctionalInterface
    public interface HeaderSource {
        void forEach(HeaderSink sink);
    }

    /** Takes one header. */
    @FunctionalInterface
    public interface HeaderSink {
        void header(String name, byte[] value);
    }

    private static final class Measure implements HeaderSink {

        private int count;
        private long bytes;

        @Override
        public void header(String name, byte[] value) {
            var nameBytes = utf8Length(name);
            count++;
            bytes += Varint.sizeOf(nameBytes) + (long) nameBytes + sizeOf(value);
        }

        /** Of the encoding that {@code getBytes} makes, in which a lone surrogate becomes a question mark. */
        private static int utf8Length(String text) {
            var length = text.length();
            for (var i = 0; i < text.length(); i++) {
                if (text.charAt(i) >= 0x80) {
                    return text.getBytes(StandardCharsets.UTF_8).length;
                }
            }
            return length;
        }
    }

    private static final class Encoder implements HeaderSink {

        private final byte[] bytes;
        private int position;

        Encoder(byte[] bytes) {
            this.bytes = bytes;
        }

        void putCount(int count) {
            position = Varint.put(bytes, position, count);
        }

        void put(byte[] field) {
            position = Varint.put(bytes, position, field == null ? -1 : field.length);
            if (field != null) {
                System.arraycopy(field, 0, bytes, position, field.length);
                position += field.length;
            }
        }

        @Override
        public void header(String name, byte[] value) {
            put(name.getBytes(StandardCharsets.UTF_8));
            put(value);
        }
    }
}
