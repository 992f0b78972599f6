package io.penstock.broker.loop;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Holds the commands that wait for a dispatch loop. Many threads put in, one takes everything at once, and there are no
 * locks.
 */
final class LoopInbox {

    /**
     * How many commands of callers may wait. Each delivery in process gives one settlement, and a loop hands out fewer
     * than this; whoever asks for more than it can ever do is told so.
     */
    static final int MAX_WAITING = 1 << 20;

    /** What the journal tells is bounded by the journal's own queue. */
    static final int UNBOUNDED = Integer.MAX_VALUE;

    private static final Command<?> CLOSED = new Command<Void>() {
        @Override
        public void execute() {
            throw new IllegalStateException("the mark of a closed inbox is no command");
        }
    };

    private final AtomicReference<Command<?>> newest = new AtomicReference<>();

    /** Says whether a command was taken into the inbox. */
    enum Offer {
        TAKEN,
        FULL,
        CLOSED
    }

    Offer put(Command<?> command, int limit) {
        while (true) {
            var before = newest.get();
            if (before == CLOSED) {
                return Offer.CLOSED;
            }
            command.depth = before == null ? 1 : before.depth + 1;
            if (command.depth > limit) {
                return Offer.FULL;
            }
            command.link = before;
            if (newest.compareAndSet(before, command)) {
                return Offer.TAKEN;
            }
        }
    }

    boolean isEmpty() {
        return newest.get() == null;
    }

    /** Takes everything: the oldest, from which {@link Command#link} now leads to the next younger; null if none. */
    Command<?> takeAll() {
        return oldestFirst(newest.getAndSet(null));
    }

    /** As {@link #takeAll}, and takes nothing more from now on. */
    Command<?> close() {
        var waiting = newest.getAndSet(CLOSED);
        return waiting == CLOSED ? null : oldestFirst(waiting);
    }

    private static Command<?> oldestFirst(Command<?> newestCommand) {
        Command<?> reversed = null;
        var command = newestCommand;
        while (command != null) {
            var link = command.link;
            command.link = reversed;
            reversed = command;
            command = link;
        }
        return reversed;
    }
}
