package io.penstock.listener;

import io.penstock.Times;
import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * Thrown by a listener that cannot process its message now, and knows when it is worth another try: when the rate limit
 * of a service ends, say. The message comes again after that time, and the run counts as none that failed: it uses up
 * none of {@link Retry#maxRetries()}. It is a delivery all the same, and after {@code maxDeliveries} of them the
 * message is a dead letter.
 */
public class RetryLaterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Duration delay;

    /** @throws IllegalArgumentException if the delay is negative, or longer than a message can wait */
    public RetryLaterException(Duration delay) {
        this(delay, null);
    }

    /**
     * Makes the exception with the failure that led to it, which may be null.
     *
     * @throws IllegalArgumentException if the delay is negative, or longer than a message can wait
     */
    public RetryLaterException(Duration delay, @Nullable Throwable cause) {
        super("Try again after " + delay, cause);
        if (delay.isNegative() || delay.compareTo(Times.MAX_DELAY) > 0) {
            throw new IllegalArgumentException("A message cannot come again after " + delay + ": use zero to "
                    + Times.MAX_DELAY.toDays() + " days.");
        }
        this.delay = delay;
    }

    /** The time before the message comes again. */
    public Duration delay() {
        return delay;
    }
}
