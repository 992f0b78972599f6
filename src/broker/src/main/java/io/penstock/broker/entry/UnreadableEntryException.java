package io.penstock.broker.entry;

/** The journal holds an entry that this version cannot read. Nothing may be guessed: the broker does not open. */
public final class UnreadableEntryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnreadableEntryException(String message) {
        super(message);
    }
}
