package io.penstock.broker.declaration;

import io.penstock.PenstockException;
import io.penstock.broker.entry.Entry;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Writes the entries of a declaration to the log: all of a call together, or none of them. */
public interface EntryLog {

    /**
     * Waits until they are written and applied.
     *
     * @throws PenstockException.Unavailable if the log takes nothing more
     */
    void write(List<? extends Entry> entries);

    /** Writes entries without waiting. The future completes on the journal's writer, which must not be made to wait. */
    CompletableFuture<Void> append(List<? extends Entry> entries);
}
