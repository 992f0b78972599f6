package io.penstock.server.http.destination;

import io.penstock.Cleanup;
import io.penstock.DestinationKind;
import io.penstock.Retention;

import java.time.Duration;

/**
 * Says how long a destination keeps old messages. What is absent is as usual for its kind.
 *
 * @param maxAge {@code PT0S} for ever
 * @param maxBytes of each partition; 0 for any number
 */
public record RetentionRequest(Cleanup cleanup, Duration maxAge, Long maxBytes, Duration tombstoneAge) {

    Retention of(DestinationKind kind) {
        var retention = kind == null ? Retention.builder() : Retention.builder(kind);
        if (cleanup != null) {
            retention.cleanup(cleanup);
        }
        if (maxAge != null) {
            retention.maxAge(maxAge);
        }
        if (maxBytes != null) {
            retention.maxBytes(maxBytes);
        }
        if (tombstoneAge != null) {
            retention.tombstoneAge(tombstoneAge);
        }
        return retention.build();
    }
}
