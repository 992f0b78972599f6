package io.penstock.quarkus.config;

/** The engines that the broker of an application may have. */
public enum Engine {
    /** The log of this application, in its data directory. */
    EMBEDDED,
    /** The broker of another process, which is reached over TCP. */
    REMOTE
}
