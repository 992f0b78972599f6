package io.penstock;

/** A durability says what has happened to a message when its sender is told that it was accepted. */
public enum Durability {

    /** Forced to the storage device: survives a lost machine. */
    SYNC,

    /** Written to the operating system and forced a little later: survives a killed process, not a lost machine. */
    OS,

    /**
     * Queued on its way to storage: the fastest, and at most once. The sender hears of no failure after that, and what
     * the process had not brought to an end when it stopped is not delivered afterwards. In a transaction the commit
     * waits as usual.
     */
    MEMORY
}
