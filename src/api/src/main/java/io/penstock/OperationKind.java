package io.penstock;

/** An operation kind says what was done to messages by hand. */
public enum OperationKind {

    /** Dead letters were put back to where they failed. */
    REDRIVE,

    /** Dead letters were thrown away. */
    DISCARD,

    /** Messages that a subscription had not settled were deleted. */
    PURGE,

    /** A destination was deleted, with everything in it. */
    DELETE
}
