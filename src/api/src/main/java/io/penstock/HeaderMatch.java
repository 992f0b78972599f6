package io.penstock;

/** A header match says how many of the headers of a binding a message must have. */
public enum HeaderMatch {
    /** All of them. */
    ALL,

    /** At least one of them. */
    ANY
}
