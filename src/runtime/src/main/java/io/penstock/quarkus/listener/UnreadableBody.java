package io.penstock.quarkus.listener;

/** The body is not what the method takes. Trying again would not help. */
final class UnreadableBody extends Exception {

    private static final long serialVersionUID = 1L;

    UnreadableBody(String message, Throwable cause) {
        super(message, cause);
    }
}
