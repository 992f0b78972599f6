package io.penstock;

/** An unroutable policy says what becomes of a message that an exchange has no destination for. */
public enum UnroutablePolicy {

    /** The message is refused, and its sender gets {@link PenstockException.Unroutable}; nothing is written. */
    REJECT,

    /** The message is deleted and counted, and its sender's receipt says so ({@link Receipt#isDiscarded()}). */
    DISCARD
}
