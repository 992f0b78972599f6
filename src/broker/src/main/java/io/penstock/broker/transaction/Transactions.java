package io.penstock.broker.transaction;

import io.penstock.PenstockException;
import io.penstock.Transaction;
import io.penstock.broker.destination.Catalog;
import io.penstock.broker.destination.RoutedLog;
import io.penstock.broker.destination.StartOffsets;
import io.penstock.broker.limit.Limiter;
import io.penstock.broker.loop.Ticks;
import io.penstock.broker.record.MessageRules;
import io.penstock.broker.schedule.Scheduler;
import io.penstock.broker.send.Preparation;
import io.penstock.broker.send.Producers;
import io.penstock.broker.subscription.BacklogReader;
import io.penstock.broker.subscription.SubscriptionCatalog;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;

/**
 * Begins transactions, and holds what all transactions of a broker share.
 *
 * @param mayWait fails on a thread that must not wait for the broker
 */
public record Transactions(
        Preparation preparation,
        Producers producers,
        PreparedEnds ends,
        Limiter limiter,
        Catalog catalog,
        SubscriptionCatalog subscriptions,
        StartOffsets positions,
        BacklogReader backlogs,
        Scheduler scheduler,
        RoutedLog log,
        InstantSource clock,
        boolean forced,
        long maxBytes,
        Runnable mayWait) {

    /** The elapsed time by ticks: a time-out is neither longer nor shorter because the clock was set. */
    long elapsedNanos() {
        return Ticks.of(clock).nanos();
    }

    /** @param timeout zero for none */
    public Transaction begin(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        if (timeout.isNegative() || timeout.compareTo(MessageRules.MAX_DELAY) > 0) {
            throw new PenstockException.InvalidConfiguration("A transaction cannot have the time-out " + timeout
                    + ": use zero (none) to " + MessageRules.MAX_DELAY.toDays() + " days.");
        }
        return new EmbeddedTransaction(this, timeout);
    }
}
