package io.penstock.journal.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A record as read: a view of the bytes of its batch. Immutable. */
public final class LogRecord {

    private final byte[] batch;
    private final int fields;
    private final int end;
    private final long offset;
    private final long timestampMillis;

    /**
     * @param fields where the length of the key lies
     * @param end where the record ends
     */
    LogRecord(byte[] batch, int fields, int end, long offset, long timestampMillis) {
        this.batch = batch;
        this.fields = fields;
        this.end = end;
        this.offset = offset;
        this.timestampMillis = timestampMillis;
    }

    public long offset() {
        return offset;
    }

    public long timestampMillis() {
        return timestampMillis;
    }

    /** A copy of the key, or null. */
    public byte[] key() {
        return copy(reader());
    }

    public boolean hasKey() {
        return reader().length() >= 0;
    }

    public boolean hasValue() {
        var reader = reader();
        reader.skip(reader.length());
        return reader.length() >= 0;
    }

    /** The length of key, value and headers as they are serialised. */
    int fieldBytes() {
        return end - fields;
    }

    void putFields(ByteBuffer target) {
        target.put(batch, fields, end - fields);
    }

    /** A copy of the value, or null. */
    public byte[] value() {
        var reader = reader();
        reader.skip(reader.length());
        return copy(reader);
    }

    /** Whether it has at least one header. */
    public boolean hasHeaders() {
        return headerCount(reader()) > 0;
    }

    /** Tells the headers in order, without touching the value. */
    public void headers(EncodedRecord.HeaderSink sink) {
        var reader = reader();
        for (var left = headerCount(reader); left > 0; left--) {
            var length = reader.requiredLength();
            var name = new String(batch, reader.position(), length, StandardCharsets.UTF_8);
            reader.skip(length);
            sink.header(name, copy(reader));
        }
    }

    /** The value of the first header of that name, or null if there is none; costs no other header's copy. */
    public byte[] header(String name) {
        var wanted = name.getBytes(StandardCharsets.UTF_8);
        var reader = reader();
        for (var left = headerCount(reader); left > 0; left--) {
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
        var reader = reader();
        for (var left = headerCount(reader); left > 0 && missing > 0; left--) {
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

    private ByteReader reader() {
        return new ByteReader(batch, fields, end);
    }

    private static long headerCount(ByteReader reader) {
        reader.skip(reader.length());
        reader.skip(reader.length());
        return reader.varint();
    }

    private byte[] copy(ByteReader reader) {
        var length = reader.length();
        var at = reader.position();
        reader.skip(length);
        return length < 0 ? null : Arrays.copyOfRange(batch, at, at + length);
    }
}
