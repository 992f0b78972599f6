package io.penstock.remote.wire;

import com.google.protobuf.CodedOutputStream;
import io.penstock.Utf8;
import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Writes the fields of one message in the encoding of Protocol Buffers. What is null, zero or false is left out, and so
 * reads as that. Numbers are zigzag varints ({@code sint64}).
 */
public final class Out {

    private static final int BUFFER_BYTES = 512;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(BUFFER_BYTES);
    private final CodedOutputStream out = CodedOutputStream.newInstance(bytes, BUFFER_BYTES);

    private interface Write {
        void run() throws IOException;
    }

    private Out write(Write write) {
        try {
            write.run();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("Memory cannot be written to.", e);
        }
    }

    public Out number(int field, long value) {
        return value == 0 ? this : write(() -> out.writeSInt64(field, value));
    }

    /** A number that may be none, so that zero is written too. */
    public Out numberOrNull(int field, @Nullable Long value) {
        return value == null ? this : write(() -> out.writeSInt64(field, value));
    }

    public Out flag(int field, boolean value) {
        return number(field, value ? 1 : 0);
    }

    public Out fraction(int field, double value) {
        return write(() -> out.writeDouble(field, value));
    }

    /** A text; what has no form in UTF-8 is refused as a broker refuses it in a message. */
    public Out text(int field, @Nullable String value) {
        return value == null ? this : bytes(field, Utf8.bytes(value, () -> "A text for the server"));
    }

    public Out texts(int field, Collection<String> values) {
        values.forEach(value -> text(field, value));
        return this;
    }

    public Out bytes(int field, byte @Nullable [] value) {
        return value == null ? this : write(() -> out.writeByteArray(field, value));
    }

    public Out constant(int field, @Nullable Enum<?> value) {
        return value == null ? this : text(field, value.name());
    }

    public Out time(int field, @Nullable Instant value) {
        return value == null ? this : seconds(field, value.getEpochSecond(), value.getNano());
    }

    public Out duration(int field, @Nullable Duration value) {
        return value == null ? this : seconds(field, value.getSeconds(), value.getNano());
    }

    private Out seconds(int field, long seconds, int nanos) {
        return bytes(field, new Out().number(1, seconds).number(2, nanos).toBytes());
    }

    public <T> Out message(int field, @Nullable T value, Codec<T> codec) {
        return value == null ? this : bytes(field, codec.bytes(value));
    }

    public <T> Out messages(int field, List<T> values, Codec<T> codec) {
        values.forEach(value -> message(field, value, codec));
        return this;
    }

    public Out map(int field, Map<String, String> values) {
        values.forEach((name, value) ->
                bytes(field, new Out().text(1, name).text(2, value).toBytes()));
        return this;
    }

    public byte[] toBytes() {
        write(out::flush);
        return bytes.toByteArray();
    }
}
