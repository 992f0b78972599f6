package io.penstock.connector;

/** Signals that a subscriber of a broadcast channel has left before it saw a message, which is given back then. */
final class SubscriberLeftException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SubscriberLeftException() {
        super("A subscriber of the channel has left.");
    }
}
