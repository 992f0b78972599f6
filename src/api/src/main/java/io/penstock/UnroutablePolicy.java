package io.penstock;

/** An unroutable policy says what becomes of a message that an exchange has no destination for. */
public enum UnroutablePolicy {

    /** Its sender is told with {@link PenstockException.Unroutable}; nothing is written. */
    REJECT,

    /** It is thrown away and counted; its sender's receipt says so ({@link Receipt#isDiscarded()}). */
    DISCARD
}
