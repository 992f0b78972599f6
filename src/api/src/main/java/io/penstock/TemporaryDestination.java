package io.penstock;

/**
 * A temporary destination is a queue or topic that exists as long as this handle is open, and never longer than its
 * broker: for replies, for one. Nothing of it is durable. Its messages are volatile whatever their senders ask for
 * ({@link Durability#MEMORY}), and a message that nobody takes is lost some time later, when the engine needs its room.
 * What fails in it for good is thrown away: it has no dead letters. Safe for use by any thread.
 */
public interface TemporaryDestination extends AutoCloseable {

    /** The destination. Its name is unique in the broker, and everybody who knows it may send there. */
    Destination destination();

    /** Ends it, with all that is in it. Its consumers get nothing more. Does nothing if it is closed. */
    @Override
    void close();
}
