package io.penstock.broker.delivery;

import io.penstock.DeadLetterReason;
import io.penstock.Delivery;
import io.penstock.Headers;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * Says why a message cannot be processed.
 *
 * @param description for a person, or null
 * @param failure what was thrown, or null
 * @param headers that the consumer adds
 */
public record DeadLetterCause(DeadLetterReason reason, String description, Throwable failure, Headers headers) {

    /**
     * The largest size of all headers of a dead letter, in UTF-8: a message at the limit must still fit into a frame.
     */
    public static final int MAX_HEADER_BYTES = 64 << 10;

    DeadLetterCause(DeadLetterReason reason, String description, Throwable failure) {
        this(reason, description, failure, Headers.empty());
    }

    /** What is wrong with the headers that the consumer adds; null if nothing is. */
    String problem() {
        long bytes = 0;
        for (var header : headers) {
            if (header.name().startsWith(Headers.RESERVED_PREFIX)) {
                return "A dead letter cannot be given the header '" + header.name() + "': names that begin with '"
                        + Headers.RESERVED_PREFIX + "' are the broker's.";
            }
            bytes += header.name().getBytes(StandardCharsets.UTF_8).length + header.value().length;
        }
        return bytes <= Delivery.MAX_DEAD_LETTER_HEADER_BYTES
                ? null
                : "A dead letter cannot be given headers of " + bytes + " bytes: the limit is "
                        + Delivery.MAX_DEAD_LETTER_HEADER_BYTES + ".";
    }

    /** The description, at most as long as a dead letter shows it; null if there is none. */
    String shortDescription() {
        return description == null ? null : DeadLetterCopy.bounded(description, DeadLetterCopy.MAX_TEXT_CHARS);
    }

    static DeadLetterCause expired(long atMillis) {
        return new DeadLetterCause(
                DeadLetterReason.EXPIRED,
                "It was of use until " + Instant.ofEpochMilli(atMillis) + " and had not been processed by then.",
                null);
    }

    static DeadLetterCause aborted(Throwable failure) {
        return new DeadLetterCause(DeadLetterReason.ABORTED, "The policy does not retry this failure.", failure);
    }

    static DeadLetterCause exhausted(int failedRuns, Throwable failure) {
        var description = failedRuns == 1 ? "One run failed." : failedRuns + " runs failed.";
        return new DeadLetterCause(DeadLetterReason.RETRIES_EXHAUSTED, description, failure);
    }

    static DeadLetterCause tooOld(int failedRuns, Duration maxDuration, Throwable failure) {
        var description =
                "Retry " + failedRuns + " would begin later than " + maxDuration + " after the first delivery.";
        return new DeadLetterCause(DeadLetterReason.TOO_OLD, description, failure);
    }

    static DeadLetterCause tooManyDeliveries(int deliveries, Throwable failure) {
        return new DeadLetterCause(
                DeadLetterReason.MAX_DELIVERIES,
                "It was handed out " + deliveries + " times without success.",
                failure);
    }
}
