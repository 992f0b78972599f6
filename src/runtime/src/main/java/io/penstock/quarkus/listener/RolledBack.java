package io.penstock.quarkus.listener;

/** The transaction of a message was not committed, and the message is to be delivered again. */
final class RolledBack extends Exception {

    private static final long serialVersionUID = 1L;

    RolledBack(String message) {
        super(message);
    }
}
