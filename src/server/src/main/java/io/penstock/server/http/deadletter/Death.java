package io.penstock.server.http.deadletter;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.penstock.DeadLetterReason;
import io.penstock.DeadLetterRecord;

import java.time.Instant;

/**
 * Tells why and where a message could not be processed.
 *
 * @param attempts runs that failed
 * @param deliveries hand-outs of any kind
 * @param redrives how often it had been put back before
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Death(
        Instant diedAt,
        DeadLetterReason reason,
        String description,
        String exception,
        String rootCause,
        String stackTrace,
        int attempts,
        int deliveries,
        int redrives,
        Origin origin) {

    /** The place where it failed. */
    public record Origin(String destination, String subscription, int partition, long offset) {}

    static Death of(DeadLetterRecord letter) {
        return new Death(
                letter.diedAt(),
                letter.reason(),
                letter.description(),
                letter.exception(),
                letter.rootCause(),
                letter.stackTrace(),
                letter.attempts(),
                letter.deliveries(),
                letter.redrives(),
                new Origin(
                        letter.originDestination(),
                        letter.originSubscription(),
                        letter.originPartition(),
                        letter.originOffset()));
    }
}
