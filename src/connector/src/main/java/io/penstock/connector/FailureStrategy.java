package io.penstock.connector;

/** A strategy says what happens to a message that is nacked. */
enum FailureStrategy {

    /** The subscription's retry policy decides: a delayed retry or a dead letter. */
    RETRY,

    /** A dead letter at once. */
    DEAD_LETTER,

    /** Back to the subscription at once; not counted as a failed run. */
    RELEASE,

    /** Logged, and accepted: the message is gone. */
    IGNORE,

    /** The message goes back, and the channel stops and reports that it is not alive. */
    FAIL
}
