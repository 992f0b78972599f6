package io.penstock.broker.destination;

import io.penstock.broker.limit.Waiting;

/**
 * The subscriptions of one destination, as the destination sees them: it tells them what is written to it, and asks
 * them what waits for its limits. It is safe for any thread.
 */
public interface Subscribers {

    /** Records have been written to a partition. Told by the journal's writer. */
    void written(int partition);

    /**
     * A partition has more holes, which nobody has to settle: these are all. Told by the journal's writer. A
     * subscription that is just being added may not hear of it until the next one.
     */
    void holes(int partition, Holes all);

    /** Is told of records as {@link #written} is, with the size of each; only while bytes are counted. */
    void sized(int partition, long baseOffset, int[] bytes);

    /**
     * Bytes are counted from here on. Told by the journal's writer.
     *
     * @param told bytes that the destination was told until now
     * @param ends of the partitions: what lies below has to be measured
     */
    void beginBytes(long told, long[] ends);

    /** Bytes are not counted any more. Told by the journal's writer. */
    void endBytes();

    /** The destination has more partitions, or all that was routed as before is there. Told by the journal's writer. */
    void grown();

    /** The subscriptions that must not lose a message. */
    Waiting[] waiting();

    /** Whether there is one that must not lose a message. */
    boolean hasProtected();

    /** Runs an action on the dispatch loop of one of the subscriptions. The result is false if there is none. */
    boolean deliver(Runnable action);
}
