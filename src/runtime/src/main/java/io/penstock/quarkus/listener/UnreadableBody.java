package io.penstock.quarkus.listener;

/**
 * Signals that the body of a message, or one of its headers, cannot be read as what the method takes, so that a retry
 * would not help.
 */
final class UnreadableBody extends Exception {

    private static final long serialVersionUID = 1L;

    UnreadableBody(String message, Throwable cause) {
        super(message, cause);
    }
}
