package io.penstock;

/** What order a subscription keeps while several consumers work on it. */
public enum Ordering {

    /** None: whoever has capacity gets the next message. A retry comes later than its successors. */
    NONE,

    /**
     * Within a key: while a message is being processed or waits for its retry, the later ones of the same key in the
     * same partition wait; all other keys flow. Messages without a key are not ordered.
     */
    KEY
}
