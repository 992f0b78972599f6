package io.penstock.broker.delivery;

import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.broker.destination.PartitionLog;
import io.penstock.broker.entry.Entry;

import java.util.List;

/**
 * Holds the outcome of a command: entries and dead letters that are written together or not at all, and what follows
 * then.
 *
 * @param forced whether the outcome waits for a force to the device
 * @param progress of the subscription whose entries they are
 */
public record Decision(
        SubscriptionProgress progress,
        boolean forced,
        List<? extends Entry.Progress> entries,
        List<Letter> letters,
        Outcome outcome) {

    /** A message that goes to a partition of another destination in the same step. */
    record Letter(PartitionLog to, Message message, String target) {}

    /** Is told on the loop that decided, after the entries were applied. */
    public interface Outcome {

        void durable();

        /** Is told that nothing was written, and that nothing will be, because the journal has failed. */
        void refused(PenstockException cause);

        /** Is told that nothing of this decision was written because of something about it; the journal is well. */
        void failed(PenstockException cause);
    }
}
