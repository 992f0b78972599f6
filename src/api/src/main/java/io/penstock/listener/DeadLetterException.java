package io.penstock.listener;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by a listener that knows that its message can never be processed. The message becomes a dead letter at once,
 * whatever the retry policy says, with {@link io.penstock.DeadLetterReason#REJECTED} and this exception's message as
 * the description.
 */
public class DeadLetterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param description why the message can never be processed, for whoever looks at the dead letter */
    public DeadLetterException(String description) {
        this(description, null);
    }

    /**
     * Makes the exception with the failure that led to it.
     *
     * @param description why the message can never be processed, for whoever looks at the dead letter
     */
    public DeadLetterException(String description, @Nullable Throwable cause) {
        super(description, cause);
    }
}
