package io.penstock.connector;

/** Says what happens to a message that is nacked. */
enum FailureStrategy {

    /** The subscription's retry policy decides whether the message is retried or becomes a dead letter. */
    RETRY,

    /** The message becomes a dead letter at once. */
    DEAD_LETTER,

    /** The message is released at once; this does not count as a failed attempt. */
    RELEASE,

    /** The failure is logged, and the message is accepted: it is gone. */
    IGNORE,

    /** The message is released, and the channel stops and reports that it is not alive. */
    FAIL
}
