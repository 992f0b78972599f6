package io.penstock;

/** What has happened to a message when its sender is told that it was accepted. */
public enum Durability {

    /** Forced to the storage device: survives a lost machine. */
    SYNC,

    /** Written to the operating system and forced a little later: survives a killed process, not a lost machine. */
    OS
}
