package io.penstock.broker.limit;

/**
 * A destination as its limits see it: its name, what waits in it, and a way to its thread. It is safe for any thread.
 */
public interface Bounded {

    String name();

    /** What is to be asked for room; null if the destination has no limits. */
    DestinationLimits limits();

    /** The subscriptions that limits are about: those that must not lose a message. */
    Waiting[] waiting();

    /** Has it done on the dispatch loop of one of its subscriptions; false if it has none. */
    boolean deliver(Runnable action);
}
