package io.penstock.postgres.outbox;

import io.quarkus.runtime.configuration.ConfigurationException;

import java.time.Duration;

/** Checks the configuration of the outbox, and makes of it what the relay needs. */
final class OutboxSettings {

    /** The most rows in one batch: the log knows the places of the last 1,000 numbers of a producer. */
    static final int MAX_BATCH_SIZE = 500;

    private static final int MAX_ATTEMPTS = 1_000;
    private static final Duration CENTURY = Duration.ofDays(36_525);
    private static final Duration YEAR = Duration.ofDays(366);
    private static final Duration DAY = Duration.ofDays(1);

    /** The patience with a destination that is full and lets senders wait; others wait behind it. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private OutboxSettings() {}

    /** @throws ConfigurationException if a value is out of range; its message is all that the start prints */
    static RelayPolicy check(OutboxConfig config) {
        require(config.sweepInterval(), Duration.ofMillis(100), Duration.ofHours(1), "sweep-interval", "100ms to 1h");
        require(config.retryDelay(), Duration.ofMillis(10), DAY, "retry-delay", "10ms to 1d");
        require(
                config.maxRetryDelay(),
                config.retryDelay(),
                DAY,
                "max-retry-delay",
                "at least quarkus.penstock.outbox.retry-delay, which is " + config.retryDelay() + ", and at most 1d");
        require(config.retention(), Duration.ZERO, CENTURY, "retention", "0 to 36525d");
        if (!config.purgeInterval().isZero()) {
            require(config.purgeInterval(), Duration.ofSeconds(1), YEAR, "purge-interval", "0 (never), or 1s to 366d");
        }
        require(config.batchSize(), MAX_BATCH_SIZE, "batch-size");
        require(config.maxAttempts(), MAX_ATTEMPTS, "max-attempts");
        return new RelayPolicy(
                config.batchSize(),
                config.maxAttempts(),
                new Backoff(config.retryDelay(), config.maxRetryDelay()),
                PATIENCE);
    }

    private static void require(Duration value, Duration min, Duration max, String property, String choice) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw wrong(property, value, choice);
        }
    }

    private static void require(int value, int max, String property) {
        if (value < 1 || value > max) {
            throw wrong(property, value, "1 to " + max);
        }
    }

    private static ConfigurationException wrong(String property, Object value, String choice) {
        return new ConfigurationException("Penstock cannot start: quarkus.penstock.outbox." + property + " = " + value
                + ": choose " + choice + ".");
    }
}
