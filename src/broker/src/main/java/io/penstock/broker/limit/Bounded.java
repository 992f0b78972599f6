package io.penstock.broker.limit;

/**
 * A destination as its limits see it: its name, what waits in it, and a way to its thread. It is safe for any thread.
 */
public interface Bounded {

    String name();

    /** The limits that have to admit appends; null if the destination has none. */
    DestinationLimits limits();

    /** The subscriptions that limits are about: those that must not lose a message. */
    Waiting[] waiting();

    /** Runs an action on the dispatch loop of one of its subscriptions. The result is false if it has none. */
    boolean deliver(Runnable action);
}
