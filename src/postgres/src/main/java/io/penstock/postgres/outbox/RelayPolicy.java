package io.penstock.postgres.outbox;

import java.time.Duration;

/**
 * How a relay treats rows.
 *
 * @param batchSize the most rows that are claimed at once
 * @param maxAttempts refusals until a row is abandoned
 * @param backoff of rows that were refused
 * @param patience with a destination that has no room for a message
 */
record RelayPolicy(int batchSize, int maxAttempts, Backoff backoff, Duration patience) {}
