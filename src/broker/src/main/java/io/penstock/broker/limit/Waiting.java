package io.penstock.broker.limit;

import io.penstock.broker.entry.RecordPosition;

import java.util.List;
import java.util.function.Consumer;

/**
 * Tells how much waits in one subscription of a destination that has limits, and throws away its oldest messages when
 * they have to make room. It is safe for any thread.
 */
public interface Waiting {

    /** Messages that are not settled, without those that are about to be thrown away. */
    long messages();

    /** The bytes of {@link #messages}. */
    long bytes();

    /** The number of the subscription in the journal. */
    int subscription();

    /**
     * Takes the oldest messages out of everybody's reach, as many as have to go so that others fit.
     *
     * @param messages that are to fit
     * @param bytes of those
     * @param answer is told on the subscription's loop what was taken, in order; nothing if the loop has ended
     */
    void shed(DestinationLimits limits, long messages, long bytes, Consumer<List<RecordPosition>> answer);

    /** Is told how many of the messages that were taken are settled now. */
    void discarded(DestinationLimits limits, int messages);

    /** Gives back messages that were taken and are not thrown away after all. */
    void keep(List<RecordPosition> places);
}
