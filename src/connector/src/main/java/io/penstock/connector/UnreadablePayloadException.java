package io.penstock.connector;

/**
 * The body cannot be turned into what the consumer takes. Nacking with it makes the message a dead letter at once under
 * the strategies {@code retry} and {@code dead-letter}: another run would read the same bytes.
 */
public final class UnreadablePayloadException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnreadablePayloadException(String message, Throwable cause) {
        super(message, cause);
    }
}
