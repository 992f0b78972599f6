package io.penstock.broker.backlog;

/**
 * Counts the deliveries of a subscription and their outcomes since the broker was opened, for its statistics. It
 * belongs to the subscription's loop.
 */
public final class Counters {
    public long delivered;
    public long accepted;
    public long retried;
    public long deadLettered;
    public long discarded;
    public long skipped;
    public long undecided;
}
