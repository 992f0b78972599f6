package io.penstock;

/** A dead-letter reason says why a message could not be processed. */
public enum DeadLetterReason {

    /** The handler failed more often than its retry policy allows. */
    RETRIES_EXHAUSTED,

    /** The handler failed in a way that its retry policy does not retry. */
    ABORTED,

    /** The consumer rejected it. */
    REJECTED,

    /** It was handed out too often without ever being settled: expired leases, crashes. */
    MAX_DELIVERIES,

    /** Nobody had processed it when the time came that its sender had set. */
    EXPIRED,

    /** The body could not be turned into what the handler takes. */
    UNREADABLE,

    /** Its retries would have gone on for longer than the retry policy's {@code maxDuration}. */
    TOO_OLD
}
