package io.penstock.broker.delivery;

/** What a subscription has done since the broker was opened. Belongs to the subscription's loop. */
final class Counters {
    long delivered;
    long accepted;
    long retried;
    long deadLettered;
    long discarded;
    long skipped;
}
