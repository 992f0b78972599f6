package io.penstock.postgres.outbox;

/**
 * The outbox in numbers, of all applications on its database.
 *
 * @param waiting rows that are committed and neither sent nor abandoned
 * @param oldestSeconds the age of the oldest of them; 0 if there is none
 * @param abandoned rows that nobody tries any more
 */
public record OutboxStatistics(long waiting, double oldestSeconds, long abandoned) {

    static final OutboxStatistics NONE = new OutboxStatistics(0, 0, 0);
}
