package io.penstock.kafka.instance;

/** What an instance is to a cell. */
public enum CellState {

    /** Another instance owns the cell, or nobody does yet: this one waits to own it. */
    STANDBY,

    /** This instance owns the cell, and runs its engine. */
    OWNER,

    /** This instance never owns the cell, and uses it through its owner. */
    CLIENT,

    /** The broker was closed. */
    CLOSED
}
