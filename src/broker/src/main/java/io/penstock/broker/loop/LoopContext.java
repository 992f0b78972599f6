package io.penstock.broker.loop;

import io.penstock.BrokerEvent;
import io.penstock.broker.delivery.DeadLetterQueues;
import io.penstock.broker.delivery.Decision;
import io.penstock.broker.delivery.SubscriptionEngine;

import java.util.Set;
import java.util.function.Supplier;

/** What a subscription needs of the loop that it belongs to. Used on that loop only. */
public interface LoopContext {

    /** The time of this turn, since the epoch. */
    long nowMillis();

    /** Uniformly distributed in [0, 1). */
    double random();

    Alarms alarms();

    /** Whether settlements are forced to the device before their stages complete. */
    boolean forcesSettlements();

    /** What waits for something else than the journal: refused if the loop ends. */
    Set<Command<?>> postponed();

    /** Has it journaled, applied, and its outcome told. */
    void decide(Decision decision);

    /** The engine has settlements to flush or records to hand out: call it in this turn. */
    void schedule(SubscriptionEngine engine);

    /** Queues a command from any thread; one that cannot be taken is refused. */
    void submit(Command<?> command);

    /**
     * As {@link #submit}, and waits until it completed: if the loop sleeps, the calling thread does its work. Throws
     * what the command failed with. Not for a thread that must not be blocked, nor for one with a lock that a handler
     * may need.
     */
    void submitAndWait(Command<?> command);

    /** As {@link #submit}, for what the broker itself has begun and must finish: never refused for being too much. */
    void deliver(Command<?> command);

    /** Asks on the loop and waits for the answer. From any thread; on the loop itself, it is answered at once. */
    <T> T ask(Supplier<T> question);

    /** Does it on the loop and waits until it is done; does nothing if the loop has ended. */
    void callQuietly(Runnable action);

    /** Hands out nothing from now on: the broker closes, or its journal has failed. */
    void stopServing();

    /** Tells whoever listens. */
    void raise(BrokerEvent event);

    /** Where dead letters go. */
    DeadLetterQueues deadLetterQueues();
}
