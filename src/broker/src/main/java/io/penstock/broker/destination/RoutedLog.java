package io.penstock.broker.destination;

import io.penstock.PenstockException;

/**
 * The log for all who write records to partitions. A record is routed and queued in one step, so that a destination
 * that grows knows when nothing follows by its old routes. It is safe for any thread.
 */
public interface RoutedLog {

    /** Waits while too much is queued. */
    void append(RoutedAppend append);

    /** @throws PenstockException.Overloaded if too much is queued; nothing is written then */
    void tryAppend(RoutedAppend append);

    /** Appends as {@link #append} does; a thread that finds nobody writing writes itself. */
    void appendHere(RoutedAppend append);

    /** Appends as {@link #appendHere} does, and returns when the append is completed. */
    void appendAndWait(RoutedAppend append);
}
