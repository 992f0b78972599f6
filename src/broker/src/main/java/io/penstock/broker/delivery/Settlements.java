package io.penstock.broker.delivery;

import io.penstock.broker.loop.LoopContext;

import java.util.Collection;

/**
 * Settles deliveries for the subscription that handed them out. All methods but the first two are called on the
 * subscription's loop.
 */
interface Settlements {

    LocalSubscription subscription();

    LoopContext loop();

    void accept(Disposition.Accept disposition);

    /** Accepts those whose lease has not ended; returns one whose lease has, or null. */
    LocalDelivery accept(Acceptance acceptance, Collection<LocalDelivery> together);

    void release(Disposition disposition, long delayMillis, boolean countsAsAttempt);

    void fail(Disposition disposition, Throwable failure);

    void reject(Disposition disposition, DeadLetterCause cause);

    void renew(Disposition disposition, long leaseMillis);

    /** The transaction that has it is in the journal. */
    void accepted(LocalDelivery delivery);

    /** The transaction that has it did not happen: the consumer has it as before, unless that is gone. */
    void unreserve(LocalDelivery delivery);

    /** The transaction that was prepared with it was rolled back: the hand-out was in vain. */
    void unlocked(LocalDelivery delivery);
}
