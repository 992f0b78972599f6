package io.penstock;

/** A destination kind says how messages reach consumers: by a queue, by a topic, or by an exchange to those. */
public enum DestinationKind {

    /**
     * A destination for point to point: each message is processed by one of the competing consumers, then it is done.
     */
    QUEUE,

    /**
     * A destination for publish and subscribe: each subscription gets each message, and the messages stay to be read
     * again.
     */
    TOPIC,

    /** A destination that stores nothing: it sends each message on to queues and topics, by its bindings. */
    EXCHANGE
}
