package io.penstock.connector.stream;

/** Signals that a subscriber of a broadcast channel has left before it saw a message, which is given back then. */
public final class SubscriberLeftException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SubscriberLeftException() {
        super("A subscriber of the channel has left.");
    }
}
