package io.penstock.connector;

/**
 * Signals that the body cannot be turned into what the consumer takes. A nack with it makes the message a dead letter
 * at once under the strategies {@code retry} and {@code dead-letter}, because another attempt would read the same
 * bytes.
 */
public final class UnreadablePayloadException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnreadablePayloadException(String message, Throwable cause) {
        super(message, cause);
    }
}
