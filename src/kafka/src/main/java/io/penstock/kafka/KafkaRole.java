package io.penstock.kafka;

/** What an instance may be to the cells of its installation. */
public enum KafkaRole {

    /** It owns a cell that nobody else owns, and runs the engine of that cell. */
    AUTO,

    /** It never owns a cell, and uses all of them through their owners. */
    CLIENT
}
