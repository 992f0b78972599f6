package io.penstock;

/** Two models that share one log, and what leads to them. */
public enum DestinationKind {

    /** Point to point: each message is processed by one of the competing consumers, then it is done. */
    QUEUE,

    /** Publish and subscribe: each subscription sees each message, and the messages stay to be read again. */
    TOPIC,

    /** Stores nothing: sends each message on to queues and topics, by its bindings. */
    EXCHANGE
}
