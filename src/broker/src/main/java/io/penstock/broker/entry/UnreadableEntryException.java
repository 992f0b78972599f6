package io.penstock.broker.entry;

/**
 * Signals that the journal holds an entry that this version cannot read. Nothing may be guessed, so the broker does not
 * open.
 */
public final class UnreadableEntryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnreadableEntryException(String message) {
        super(message);
    }
}
