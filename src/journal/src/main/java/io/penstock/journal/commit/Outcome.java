package io.penstock.journal.commit;

import io.penstock.journal.JournalException;
import io.penstock.journal.frame.Append;

/** Tells appends whether they were written or have failed. A callback that throws harms no other. */
public final class Outcome {

    private Outcome() {}

    /** Tells that append and those linked to it, in this order. */
    static void durable(Append first) {
        var append = first;
        while (append != null) {
            var next = append.next;
            append.next = null;
            append.succeed();
            append = next;
        }
    }

    /**
     * Tells that append and those linked to it that they will not be written, or that nobody knows whether they are.
     */
    public static void failed(Append first, JournalException cause) {
        var append = first;
        while (append != null) {
            var next = append.next;
            append.next = null;
            append.fail(cause);
            append = next;
        }
    }
}
