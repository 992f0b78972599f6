package io.penstock.broker.destination;

import io.penstock.PenstockException;
import io.penstock.journal.JournalException;

import java.util.ArrayDeque;
import java.util.Deque;

/** A log that a test writes by hand: what is appended waits until the test says how it ends. */
public final class HandLog implements RoutedLog {

    private final Deque<RoutedAppend> waiting = new ArrayDeque<>();
    private boolean isFull;

    /** Whether it takes anything from those who do not wait. */
    public void full(boolean full) {
        isFull = full;
    }

    /** How many appends it has taken and not written. */
    public int waiting() {
        return waiting.size();
    }

    /** Writes the oldest append. */
    public void write() {
        waiting.remove().durable();
    }

    /** Refuses the oldest append. */
    public void fail(JournalException cause) {
        waiting.remove().failed(cause);
    }

    @Override
    public void append(RoutedAppend append) {
        if (append.route()) {
            waiting.add(append);
        }
    }

    @Override
    public void tryAppend(RoutedAppend append) {
        if (isFull) {
            throw new PenstockException.Overloaded("full");
        }
        append(append);
    }

    @Override
    public void appendHere(RoutedAppend append) {
        appendAndWait(append);
    }

    @Override
    public void appendAndWait(RoutedAppend append) {
        if (append.route()) {
            append.durable();
        }
    }
}
