package io.penstock;

/** The two models that share one log. */
public enum DestinationKind {

    /** Point to point: each message is processed by one of the competing consumers, then it is done. */
    QUEUE,

    /** Publish and subscribe: each subscription sees each message, and the messages stay to be read again. */
    TOPIC
}
