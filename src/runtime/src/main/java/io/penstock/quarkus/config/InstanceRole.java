package io.penstock.quarkus.config;

/** What an application may be to the cells of its installation in Kafka. */
public enum InstanceRole {
    /** It may own a cell, and runs the engine of that cell then. */
    AUTO,
    /** It never owns a cell. */
    CLIENT
}
