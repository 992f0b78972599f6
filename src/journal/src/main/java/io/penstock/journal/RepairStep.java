package io.penstock.journal;

/**
 * Describes one thing that a repair does, or cannot do.
 *
 * @param file its name in the directory
 * @param action for a person
 * @param possible false if this has to be mended in another way, of which the action tells
 */
public record RepairStep(String file, String action, boolean possible) {}
