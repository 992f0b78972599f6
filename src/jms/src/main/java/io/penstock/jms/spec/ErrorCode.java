package io.penstock.jms.spec;

/** The values that {@link jakarta.jms.JMSException#getErrorCode()} returns. */
public enum ErrorCode {
    /** The object was used after it was closed. */
    CLOSED,
    /** The call was made at a moment, or on a thread, where it is not allowed. */
    ILLEGAL_STATE,
    /** The part of the specification is not implemented. */
    NOT_SUPPORTED,
    /** The argument is invalid. */
    INVALID_ARGUMENT,
    /** The user is unknown, the password is wrong, or none was given where one is needed. */
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
    /** The failure is none of the known ones; see the cause. */
    INTERNAL
}
