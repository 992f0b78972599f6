package io.penstock;

/** How many of a binding's headers a message must have. */
public enum HeaderMatch {
    ALL,
    ANY
}
