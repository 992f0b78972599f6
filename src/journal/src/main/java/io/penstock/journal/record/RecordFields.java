package io.penstock.journal.record;

import io.penstock.journal.JournalException;

import java.nio.charset.StandardCharsets;

/**
 * Measures and writes what follows the offset delta in a record: key, value and headers, each with its varint length.
 */
final class RecordFields {

    private RecordFields() {}

    /**
     * Measures how many bytes the fields take.
     *
     * @throws JournalException.TooLarge if that exceeds what one array can hold
     */
    static Measured measure(byte[] key, byte[] value, EncodedRecord.HeaderSource headers) {
        var measure = new Measured();
        headers.forEach(measure);
        measure.bytes += sizeOf(key) + sizeOf(value) + Varint.sizeOf(measure.count);
        if (measure.bytes > Integer.MAX_VALUE / 2) {
            throw new JournalException.TooLarge("A record of " + measure.bytes + " bytes cannot be serialised.");
        }
        return measure;
    }

    /** Writes what was measured, from {@code at} on. */
    static void put(
            byte[] target, int at, Measured measured, byte[] key, byte[] value, EncodedRecord.HeaderSource headers) {
        var writer = new Writer(target, at);
        writer.put(key);
        writer.put(value);
        writer.position = Varint.put(target, writer.position, measured.count);
        headers.forEach(writer);
        if (writer.position != at + measured.bytes) {
            throw new IllegalArgumentException("The headers differed between the two times that they were asked for.");
        }
    }

    private static long sizeOf(byte[] field) {
        return field == null ? 1 : Varint.sizeOf(field.length) + (long) field.length;
    }

    /** The size of a record's fields, and the number of headers among them. */
    static final class Measured implements EncodedRecord.HeaderSink {

        private int count;
        private long bytes;

        int bytes() {
            return (int) bytes;
        }

        @Override
        public void header(String name, byte[] value) {
            var nameBytes = utf8Length(name);
            count++;
            bytes += Varint.sizeOf(nameBytes) + (long) nameBytes + sizeOf(value);
        }

        /**
         * Counts the bytes of the encoding that {@code getBytes} makes, in which a lone surrogate becomes a question
         * mark.
         */
        private static int utf8Length(String text) {
            var length = text.length();
            for (var i = 0; i < length; i++) {
                if (text.charAt(i) >= 0x80) {
                    return text.getBytes(StandardCharsets.UTF_8).length;
                }
            }
            return length;
        }
    }

    private static final class Writer implements EncodedRecord.HeaderSink {

        private final byte[] target;
        private int position;

        private Writer(byte[] target, int position) {
            this.target = target;
            this.position = position;
        }

        private void put(byte[] field) {
            position = Varint.put(target, position, field == null ? -1 : field.length);
            if (field != null) {
                System.arraycopy(field, 0, target, position, field.length);
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
