package io.penstock;

/** An ordering says in which order a subscription hands out while several consumers work on it. */
public enum Ordering {

    /** There is no order: any consumer with capacity gets the next message. A retry comes later than its successors. */
    NONE,

    /**
     * Messages of a key are processed in order: while one is being processed or waits for its retry, the later ones of
     * the same key in the same partition wait; other keys go on. Messages without a key are not ordered.
     */
    KEY,

    /**
     * Messages of a key are processed in order, as with {@link #KEY}, and all go to the same consumer as long as it is
     * joined. Keys are kept by their hash, so that some share their consumer; those of a consumer that left go to
     * others.
     */
    GROUP,

    /**
     * Messages of a partition are processed in order: each partition has exactly one owner among the consumers, which
     * may hold many of its messages, in order. When one of them is failed or released, those behind it that the owner
     * still holds are taken back at once (their dispositions fail with {@link PenstockException.LeaseLost}) and come
     * again after it. A message that its sender delayed takes its place when it is due. With more consumers than
     * partitions, some are idle.
     */
    PARTITION
}
