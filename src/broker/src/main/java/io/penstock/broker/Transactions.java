package io.penstock.broker;

import io.penstock.PenstockException;
import io.penstock.Transaction;
import io.penstock.journal.Log;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;

/** What transactions of one broker share. */
record Transactions(
        Sender sender,
        Producers producers,
        PreparedEnds ends,
        Limiter limiter,
        Declarations declarations,
        Positions positions,
        Measuring measuring,
        Log journal,
        InstantSource clock,
        boolean forced,
        long maxBytes) {

    /** @param timeout zero for none */
    Transaction begin(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        if (timeout.isNegative() || timeout.compareTo(MessageRules.MAX_DELAY) > 0) {
            throw new PenstockException.InvalidConfiguration("A transaction cannot have the time-out " + timeout
                    + ": use zero (none) to " + MessageRules.MAX_DELAY.toDays() + " days.");
        }
        return new EmbeddedTransaction(this, timeout);
    }
}
