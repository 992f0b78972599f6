package io.penstock;

/** A dead-letter reason says why a message could not be processed. */
public enum DeadLetterReason {

    /** The handler failed more often than its retry policy allows. */
    RETRIES_EXHAUSTED,

    /** The handler failed in a way that its retry policy does not retry. */
    ABORTED,

    /** The consumer rejected it. */
    REJECTED,

    /** The message was delivered too often without being settled, because of expired leases or crashes. */
    MAX_DELIVERIES,

    /** The message expired before it was processed. */
    EXPIRED,

    /** The body could not be turned into what the handler takes. */
    UNREADABLE,

    /** The retries of the message would have gone on for longer than the retry policy's {@code maxDuration}. */
    TOO_OLD
}
