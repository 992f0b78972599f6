package io.penstock.broker.delivery;

import io.penstock.DeadLetterReason;

import java.time.Instant;

/**
 * Says why a message cannot be processed.
 *
 * @param description for a person, or null
 * @param failure what was thrown, or null
 */
public record DeadLetterCause(DeadLetterReason reason, String description, Throwable failure) {

    /**
     * The largest size of all headers of a dead letter, in UTF-8: a message at the limit must still fit into a frame.
     */
    public static final int MAX_HEADER_BYTES = 64 << 10;

    static DeadLetterCause expired(long atMillis) {
        return new DeadLetterCause(
                DeadLetterReason.EXPIRED,
                "It was of use until " + Instant.ofEpochMilli(atMillis) + " and had not been processed by then.",
                null);
    }

    static DeadLetterCause tooManyDeliveries(int deliveries, Throwable failure) {
        return new DeadLetterCause(
                DeadLetterReason.MAX_DELIVERIES,
                "It was handed out " + deliveries + " times without success.",
                failure);
    }
}
