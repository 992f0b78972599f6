package io.penstock.connector.nack;

import io.penstock.DeadLetterReason;
import io.penstock.Delivery;
import io.penstock.Headers;
import org.eclipse.microprofile.reactive.messaging.Metadata;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Says what becomes of one message that is nacked, in place of what the channel's {@code failure-strategy} says:
 * {@code message.nack(reason, Metadata.of(PenstockNackMetadata.deadLetter("no such article").header("clerk", "7")))}.
 * Immutable.
 */
public final class PenstockNackMetadata {

    /** The longest delay before a retry. */
    private static final Duration MAX_DELAY = Duration.ofDays(3660);

    private final String description;
    private final Headers headers;
    private final Duration retryAfter;

    private PenstockNackMetadata(String description, Headers headers, Duration retryAfter) {
        this.description = description;
        this.headers = headers;
        this.retryAfter = retryAfter;
    }

    /** The message becomes a dead letter at once. */
    public static PenstockNackMetadata deadLetter(String description) {
        return new PenstockNackMetadata(description, Headers.empty(), null);
    }

    /**
     * The message comes again after that time. The run counts as failed, but the retry policy is not asked, so that
     * {@code max-deliveries} alone ends it.
     *
     * @throws IllegalArgumentException if the delay is negative, or longer than 3660 days
     */
    public static PenstockNackMetadata retryAfter(Duration delay) {
        if (delay.isNegative() || delay.compareTo(MAX_DELAY) > 0) {
            throw new IllegalArgumentException("retryAfter = " + delay + ": use PT0S to " + MAX_DELAY + ".");
        }
        return new PenstockNackMetadata(null, Headers.empty(), delay);
    }

    /**
     * The same, and the dead letter has this header, in place of one of the same name that the message has.
     *
     * @throws IllegalStateException if the message does not become a dead letter
     * @throws IllegalArgumentException if the name begins with {@value Headers#RESERVED_PREFIX}
     */
    public PenstockNackMetadata header(String name, String value) {
        if (retryAfter != null) {
            throw new IllegalStateException("Header '" + name + "' would be lost: a message that is retried stays as it"
                    + " is. Use deadLetter().");
        }
        if (name.startsWith(Headers.RESERVED_PREFIX)) {
            throw new IllegalArgumentException(
                    "Header '" + name + "': names that begin with '" + Headers.RESERVED_PREFIX + "' are the broker's.");
        }
        return new PenstockNackMetadata(
                description, headers.copy().set(name, value).build(), null);
    }

    /** What was added to a nack, if anything of this kind was. */
    public static Optional<PenstockNackMetadata> in(Metadata metadata) {
        return metadata == null ? Optional.empty() : metadata.get(PenstockNackMetadata.class);
    }

    /** Settles the delivery as it says. */
    public CompletionStage<Void> settle(Delivery delivery, Throwable reason) {
        return retryAfter == null
                ? delivery.rejectAsync(DeadLetterReason.REJECTED, description, reason, headers)
                : delivery.releaseAsync(retryAfter, true);
    }
}
