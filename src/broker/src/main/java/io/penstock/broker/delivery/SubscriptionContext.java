package io.penstock.broker.delivery;

import io.penstock.BrokerEvent;
import io.penstock.broker.feed.ScheduledBound;
import io.penstock.broker.loop.LoopContext;

/**
 * The context is what a subscription needs beside itself: its loop, and where its decisions and its dead letters go.
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

    /** What of all subscriptions may be known to wait for its time. */
    ScheduledBound scheduled();

    /** Where dead letters go. On the loop only. */
    DeadLetterQueues deadLetterQueues();
}
