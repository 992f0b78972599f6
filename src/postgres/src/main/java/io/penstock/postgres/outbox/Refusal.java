package io.penstock.postgres.outbox;

import io.penstock.PenstockException;

/**
 * The refusal of one message by the log: nothing was written of it.
 *
 * @param isOfDestination whether the destination would refuse the next ones too
 * @param problem what the log said
 */
record Refusal(Kind kind, boolean isOfDestination, String problem) {

    /** A longer text is a stack of quotations: its beginning says what is wrong. */
    private static final int MAX_CHARS = 2_000;

    /** What it means for the row. */
    enum Kind {

        /** The message itself is wrong: it would be refused for ever. */
        FOR_EVER,

        /** It may be taken later; each refusal counts. */
        COUNTED,

        /** Storage is short, which is nothing that the row could be abandoned for. */
        FOR_NOW
    }

    static Refusal forEver(String problem) {
        return new Refusal(Kind.FOR_EVER, false, RowFormat.storable(problem, MAX_CHARS));
    }

    /** The refusal because there was no room in the destination for so long. */
    static Refusal noRoom(String destination, long seconds) {
        return new Refusal(
                Kind.COUNTED, true, "'" + destination + "' had no room for the message for " + seconds + " seconds.");
    }

    /** The refusal that an exception tells of; null if it is not about this message, but about the broker. */
    static Refusal of(Throwable failure) {
        if (!(failure instanceof PenstockException)) {
            return failure instanceof Error ? null : refused(Kind.COUNTED, false, failure.toString());
        }
        if (failure instanceof PenstockException.Unavailable
                || failure instanceof PenstockException.Overloaded
                || failure instanceof PenstockException.StorageUnusable
                || failure instanceof PenstockException.Fenced
                || failure instanceof PenstockException.OutOfSequence) {
            return null;
        }
        boolean isWrong = failure instanceof PenstockException.InvalidMessage
                || failure instanceof PenstockException.MessageTooLarge
                || failure instanceof PenstockException.Unsupported;
        boolean isOfDestination = failure instanceof PenstockException.LimitReached
                || failure instanceof PenstockException.UnknownDestination;
        var kind = isWrong
                ? Kind.FOR_EVER
                : failure instanceof PenstockException.StorageFull ? Kind.FOR_NOW : Kind.COUNTED;
        return refused(kind, isOfDestination, failure.getMessage());
    }

    private static Refusal refused(Kind kind, boolean isOfDestination, String problem) {
        return new Refusal(kind, isOfDestination, RowFormat.storable(problem, MAX_CHARS));
    }
}
