package io.penstock.quarkus.listener;

/** Signals that the transaction of a message was rolled back, so that the message has to be delivered again. */
final class RolledBack extends Exception {

    private static final long serialVersionUID = 1L;

    RolledBack(String message) {
        super(message);
    }
}
