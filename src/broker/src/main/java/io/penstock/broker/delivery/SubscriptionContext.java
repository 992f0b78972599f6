package io.penstock.broker.delivery;

import io.penstock.BrokerEvent;
import io.penstock.broker.event.DeathNotices;
import io.penstock.broker.feed.ScheduledBound;
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

    /** Has a decision journaled, applied, and its outcome told. It is called on the loop only. */
    void decide(Decision decision);

    /** Passes an event to the listeners. It is called on the loop only. */
    void raise(BrokerEvent event);

    /** Who is told of deaths. It is called on the loop only. */
    DeathNotices deaths();

    /** What of all subscriptions may be known to wait for its time. */
    ScheduledBound scheduled();

    /** Where dead letters go. On the loop only. */
    DeadLetterQueues deadLetterQueues();
}
