package io.penstock;

/** A destination kind says how messages reach consumers: by a queue, by a topic, or by an exchange to those. */
public enum DestinationKind {

    /** Point to point: each message is processed by one of the competing consumers, then it is done. */
    QUEUE,

    /** Publish and subscribe: each subscription sees each message, and the messages stay to be read again. */
    TOPIC,

    /** Stores nothing: sends each message on to queues and topics, by its bindings. */
    EXCHANGE
}
