package io.penstock.quarkus.config;

/** The engines that the broker of an application may have. */
public enum Engine {
    /** The log of this application, in its data directory. */
    EMBEDDED,
    /** The broker of another process, which is reached over TCP. */
    REMOTE,
    /** A log in Kafka, which the applications of one installation share: one of them runs the engine. */
    KAFKA
}
