package io.penstock.broker.backlog;

/** Counters count what a subscription has done since the broker was opened. Belongs to the subscription's loop. */
public final class Counters {
    public long delivered;
    public long accepted;
    public long retried;
    public long deadLettered;
    public long discarded;
    public long skipped;
    public long undecided;
}
