package io.penstock;

/** An alert status says whether what an {@link AlertRule} watches for is so. */
public enum AlertStatus {

    /** It is so. */
    FIRING,

    /** It was so, and is no more. */
    RESOLVED
}
