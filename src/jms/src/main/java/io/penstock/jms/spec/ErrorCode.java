package io.penstock.jms.spec;

/** Codes name what {@link jakarta.jms.JMSException#getErrorCode()} returns. */
public enum ErrorCode {
    /** Used after it was closed. */
    CLOSED,
    /** Called at a moment, or on a thread, where it is not allowed. */
    ILLEGAL_STATE,
    /** Part of the specification that is not implemented yet. */
    NOT_SUPPORTED,
    /** An argument that cannot be. */
    INVALID_ARGUMENT,
    /** Unknown user, wrong password, or none where one is wanted. */
    ACCESS_DENIED,
    INVALID_CLIENT_ID,
    INVALID_DESTINATION,
    INVALID_MESSAGE,
    INVALID_SELECTOR,
    /** The subscription is in use, or of another kind. */
    SUBSCRIPTION_CONFLICT,
    /** The broker takes no more at the moment. */
    OVERLOADED,
    /** The disk is nearly full. */
    STORAGE_FULL,
    /** The broker is closed or has failed. */
    UNAVAILABLE,
    /** The lease of a delivery had ended: it may be delivered again. */
    LEASE_LOST,
    ROLLED_BACK,
    INTERRUPTED,
    /** A failure that nobody foresaw; see the cause. */
    INTERNAL
}
