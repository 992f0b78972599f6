package io.penstock.journal.record;

import io.penstock.journal.JournalException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A record that is read as a view of the bytes of its batch. Immutable. */
public final class LogRecord {

    private final byte[] batch;
    private final int fields;
    private final int end;
    private final long offset;
    private final long timestampMillis;

    /**
     * The places where the fields lie, found once: a record is asked for them several times on its way to a consumer.
     */
    private final int keyAt;

    private final int keyLength;
    private final int valueAt;
    private final int valueLength;
    private final int headersAt;
    private final long headerCount;

    /**
     * @param fields where the length of the key lies
     * @param end where the record ends
     * @throws JournalException.Corrupted if key and value do not end before it
     */
    LogRecord(byte[] batch, int fields, int end, long offset, long timestampMillis) {
        this.batch = batch;
        this.fields = fields;
        this.end = end;
        this.offset = offset;
        this.timestampMillis = timestampMillis;
        var reader = new ByteReader(batch, fields, end);
        keyLength = reader.length();
        keyAt = reader.position();
        reader.skip(keyLength);
        valueLength = reader.length();
        valueAt = reader.position();
        reader.skip(valueLength);
        headerCount = reader.varint();
        headersAt = reader.position();
    }

    public long offset() {
        return offset;
    }

    public long timestampMillis() {
        return timestampMillis;
    }

    /** A copy of the key, or null. */
    public byte[] key() {
        return copy(keyAt, keyLength);
    }

    public boolean hasKey() {
        return keyLength >= 0;
    }

    public boolean hasValue() {
        return valueLength >= 0;
    }

    /** The length of key, value and headers as they are serialised. */
    public int fieldBytes() {
        return end - fields;
    }

    void putFields(ByteBuffer target) {
        target.put(batch, fields, end - fields);
    }

    /** A copy of the value, or null. */
    public byte[] value() {
        return copy(valueAt, valueLength);
    }

    /** Whether it has at least one header. */
    public boolean hasHeaders() {
        return headerCount > 0;
    }

    /** Tells the headers in order, without touching the value. */
    public void headers(EncodedRecord.HeaderSink sink) {
        var reader = headerReader();
        for (var left = headerCount; left > 0; left--) {
            var length = reader.requiredLength();
            var name = new String(batch, reader.position(), length, StandardCharsets.UTF_8);
            reader.skip(length);
            sink.header(name, copy(reader));
        }
    }

    /** The value of the first header of that name, or null if there is none; costs no other header's copy. */
    public byte[] header(String name) {
        var wanted = name.getBytes(StandardCharsets.UTF_8);
        var reader = headerReader();
        for (var left = headerCount; left > 0; left--) {
            var length = reader.requiredLength();
            var at = reader.position();
            reader.skip(length);
            if (Arrays.equals(batch, at, at + length, wanted, 0, wanted.length)) {
                return copy(reader);
            }
            reader.skip(reader.length());
        }
        return null;
    }

    /** The values of the first headers of these names (in UTF-8), null where there is none: found in one walk. */
    public byte[][] headers(byte[]... names) {
        var values = new byte[names.length][];
        var missing = names.length;
        var reader = headerReader();
        for (var left = headerCount; left > 0 && missing > 0; left--) {
            var length = reader.requiredLength();
            var at = reader.position();
            reader.skip(length);
            var index = 0;
            while (index < names.length && !(values[index] == null && isAt(at, length, names[index]))) {
                index++;
            }
            if (index < names.length) {
                values[index] = copy(reader);
                missing--;
            } else {
                reader.skip(reader.length());
            }
        }
        return values;
    }

    private boolean isAt(int at, int length, byte[] name) {
        return length == name.length && Arrays.equals(batch, at, at + length, name, 0, length);
    }

    private ByteReader headerReader() {
        return new ByteReader(batch, headersAt, end);
    }

    private byte[] copy(ByteReader reader) {
        var length = reader.length();
        var at = reader.position();
        reader.skip(length);
        return copy(at, length);
    }

    private byte[] copy(int at, int length) {
        return length < 0 ? null : Arrays.copyOfRange(batch, at, at + length);
    }
}
