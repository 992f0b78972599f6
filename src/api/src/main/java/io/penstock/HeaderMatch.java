package io.penstock;

/** A header match says how many of the headers of a binding a message must have. */
public enum HeaderMatch {
    /** All headers of the binding must match. */
    ALL,

    /** At least one header of the binding must match. */
    ANY
}
