package io.penstock.remote.wire;

import io.vertx.core.buffer.Buffer;

/**
 * A frame is what goes over a connection as one piece:
 *
 * <pre>
 *  0               4       6                               14
 *  +---------------+-------+-------------------------------+---------
 *  | length        | kind  | id                            | fields
 *  +---------------+-------+-------------------------------+---------
 * </pre>
 *
 * The length counts what follows it. Numbers are big-endian. The id is that of a call, or of the consumer or listener
 * that the frame is for. The fields are a message in the encoding of Protocol Buffers.
 *
 * @param kind one of {@link Kind}, or {@link RemoteCall#kind}
 * @param bytes the header without the length, and the fields
 */
public record Frame(int kind, long id, byte[] bytes) {

    public static final int LENGTH_BYTES = 4;

    /** The bytes of kind and id. */
    public static final int HEADER_BYTES = 10;

    /** Reads what follows the length. */
    public static Frame of(Buffer buffer) {
        return new Frame(buffer.getUnsignedShort(0), buffer.getLong(2), buffer.getBytes());
    }

    /** The bytes of a frame with those fields. */
    public static Buffer write(int kind, long id, byte[] fields) {
        return Buffer.buffer(LENGTH_BYTES + HEADER_BYTES + fields.length)
                .appendInt(HEADER_BYTES + fields.length)
                .appendUnsignedShort(kind)
                .appendLong(id)
                .appendBytes(fields);
    }

    public static <T> Buffer write(int kind, long id, T value, Codec<T> codec) {
        return write(kind, id, codec.bytes(value));
    }

    /** @throws MalformedFrame if the fields cannot be read */
    public <T> T read(Codec<T> codec) {
        return codec.read(In.of(bytes, HEADER_BYTES));
    }

    /** The bytes that the fields take. */
    public int size() {
        return bytes.length - HEADER_BYTES;
    }
}
