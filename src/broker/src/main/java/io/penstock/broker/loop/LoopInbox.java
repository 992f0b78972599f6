package io.penstock.broker.loop;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Holds the commands that wait for a dispatch loop. Many threads put in, one takes everything at once, and there are no
 * locks.
 */
final class LoopInbox {

    /**
     * The largest number of waiting commands of callers. Each delivery in process gives one settlement, and a loop
     * hands out fewer than this; a caller that asks for more than the loop can ever do is refused.
     */
    static final int MAX_WAITING = 1 << 20;

    /** The limit for commands of the journal, which the journal's own queue bounds. */
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

    /**
     * Takes all commands: the oldest, from which {@link Command#link} now leads to the next younger; null if there is
     * none.
     */
    Command<?> takeAll() {
        return oldestFirst(newest.getAndSet(null));
    }

    /** Takes all commands as {@link #takeAll} does, and accepts none from now on. */
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
