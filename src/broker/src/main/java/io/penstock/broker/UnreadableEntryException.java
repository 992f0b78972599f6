package io.penstock.broker;

/** The journal holds an entry that this version cannot read. Nothing may be guessed: the broker does not open. */
final class UnreadableEntryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreadableEntryException(String message) {
        super(message);
    }
}
