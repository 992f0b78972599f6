package io.penstock.server.http.destination;

import io.penstock.Cleanup;
import io.penstock.Retention;

import java.time.Duration;

/**
 * Shows the retention of a destination as JSON.
 *
 * @param maxAge null for ever
 */
record RetentionView(Cleanup cleanup, Duration maxAge, long maxBytes, Duration tombstoneAge) {

    /** The view of a retention; null for an exchange, which keeps nothing. */
    static RetentionView of(Retention retention) {
        return retention == null
                ? null
                : new RetentionView(
                        retention.cleanup(), retention.maxAge(), retention.maxBytes(), retention.tombstoneAge());
    }
}
