package io.penstock.kafka.journal;

/** Signals that a journal or a snapshot is not what this version writes and reads. */
public final class UnreadableJournalException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param what is unknown, as the rest of a sentence about the topic */
    public UnreadableJournalException(String what) {
        super("It " + what
                + ", which this version cannot read. It was written by a newer version, or by somebody else.");
    }
}
