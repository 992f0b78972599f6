package io.penstock.spi;

import io.penstock.PenstockException;

/**
 * A payload codec turns objects into the bodies of messages and back, in one format such as JSON. Implementations are
 * safe for use by any thread.
 */
public interface PayloadCodec {

    /** The content type of the bodies, for the header {@value io.penstock.TypedSender#CONTENT_TYPE}. */
    String contentType();

    /**
     * Writes an object.
     *
     * @throws PenstockException.InvalidMessage if it cannot be written; the message says why
     */
    byte[] encode(Object payload);

    /**
     * Reads an object.
     *
     * @throws PenstockException.InvalidMessage if the body is not what the type needs; the message says why
     */
    <T> T decode(byte[] body, Class<T> type);
}
