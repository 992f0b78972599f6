package io.penstock.broker.destination;

import io.penstock.journal.frame.Append;

/**
 * An append whose records are routed when it is written, and not before: a destination may grow while a message waits
 * for room, or for another message with its id.
 */
public abstract class RoutedAppend extends Append {

    /** @param forced true to complete only after a force to the device, false after the write */
    protected RoutedAppend(boolean forced) {
        super(forced);
    }

    /**
     * Adds the records where they belong now, and what goes with them. Called once, by a {@link RoutedLog}, while no
     * routing table is given up.
     *
     * @return false if nothing is to be written after all
     */
    protected abstract boolean route();
}
