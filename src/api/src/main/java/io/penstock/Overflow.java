package io.penstock;

/** An overflow policy says what becomes of a message for which its destination has no room. */
public enum Overflow {
    /** The message is refused, and its sender gets {@link PenstockException.LimitReached}. */
    REJECT,

    /**
     * The message waits for room. A blocking sender waits for a while, then it gets an exception; a message that is
     * sent asynchronously waits until there is room.
     */
    BLOCK,

    /** The oldest that waits is thrown away for it, in the same step; never one that a consumer has. */
    DISCARD_OLDEST
}
