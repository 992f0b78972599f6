package io.penstock.remote.connection;

/** What becomes of a call whose connection is lost before it is answered. */
public enum Repeat {
    /** It is called again: to do it twice is the same as to do it once. */
    FREELY,

    /** It is called again where the server remembers whether it has done it; else it fails. */
    WHERE_REMEMBERED,

    /** As {@link #FREELY}, since its messages have ids by which they are known again. */
    MARKED,

    /** It fails with {@code ConnectionLost}, as it is of no use on another connection. */
    NEVER
}
