package io.penstock;

/** A listener's place at a broker's events. */
public interface EventSubscription extends AutoCloseable {

    /** How many events wait for a slow listener; those that come then are lost to it, and counted. */
    int MAX_WAITING = 1_000;

    /** Events that it was too slow for. */
    long lost();

    /** The listener is told nothing more. Calling it again does nothing. */
    @Override
    void close();
}
