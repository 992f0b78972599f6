package io.penstock;

/** An event subscription keeps a listener told of a broker's events, until it is closed. */
public interface EventSubscription extends AutoCloseable {

    /** The events that were lost to the listener, because it was too slow. */
    long lost();

    /** The listener is told nothing more. Calling it again does nothing. */
    @Override
    void close();
}
