package io.penstock.broker.delivery;

import io.penstock.BrokerEvent;
import io.penstock.broker.loop.LoopContext;

/**
 * Gives a subscription what it needs from the broker: its loop, the writer of its decisions, events, and the queues for
 * its dead letters.
 */
public interface SubscriptionContext {

    /** The loop that the subscription belongs to. */
    LoopContext loop();

    /** Whether settlements are forced to the device before their stages complete. */
    boolean forcesSettlements();

    /** Has a decision journaled, applied, and its outcome told. On the loop only. */
    void decide(Decision decision);

    /** Tells whoever listens. On the loop only. */
    void raise(BrokerEvent event);

    /** Where dead letters go. On the loop only. */
    DeadLetterQueues deadLetterQueues();
}
