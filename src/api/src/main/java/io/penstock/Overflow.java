package io.penstock;

/** An overflow policy says what becomes of a message for which its destination has no room. */
public enum Overflow {
    /** Its sender is told: {@link PenstockException.LimitReached}. */
    REJECT,

    /**
     * It waits for room. A blocking sender waits for a while, then it is told; what is sent asynchronously completes
     * later.
     */
    BLOCK,

    /** The oldest that waits is thrown away for it, in the same step; never one that a consumer has. */
    DISCARD_OLDEST
}
