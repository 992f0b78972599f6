package io.penstock;

/** An ordering says in which order a subscription hands out while several consumers work on it. */
public enum Ordering {

    /** None: whoever has capacity gets the next message. A retry comes later than its successors. */
    NONE,

    /**
     * Within a key: while a message is being processed or waits for its retry, the later ones of the same key in the
     * same partition wait; all other keys flow. Messages without a key are not ordered.
     */
    KEY,

    /**
     * As {@link #KEY}, and all messages of a key go to the same consumer as long as it is joined. Keys are kept by
     * their hash, so that some share their consumer; those of a consumer that left go to others. A consumer that works
     * on one message after the other ({@link ConsumerOptions#worker}) may hold several messages of a key at a time; in
     * a key, consumers with different filters that do so do not wait for each other.
     */
    GROUP,

    /**
     * Within a partition: each one has exactly one owner among the consumers, which may hold many of its messages, in
     * order. When one of them is failed or released, those behind it that the owner still holds are taken back at once
     * (their dispositions fail with {@link PenstockException.LeaseLost}) and come again after it. A message that its
     * sender delayed takes its place when it is due. With more consumers than partitions, some are idle.
     */
    PARTITION
}
