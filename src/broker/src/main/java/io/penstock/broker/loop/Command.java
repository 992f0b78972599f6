package io.penstock.broker.loop;

import io.penstock.PenstockException;

import java.util.concurrent.CompletableFuture;

/**
 * Something that a dispatch loop is asked to do, the future of its result, and its place in the loop's inbox, all in
 * one object, so that a settlement costs one allocation.
 */
public abstract class Command<T> extends CompletableFuture<T> {

    /** The next one in the inbox, and how many there were when this one came. */
    Command<?> link;

    int depth;

    /** Does it, on the loop. */
    public abstract void execute();

    /** The part that the command is about, which is out of service if the command throws; null if there is none. */
    public Contained about() {
        return null;
    }

    /** Is told that the command will not be executed. */
    public void refuse(PenstockException cause) {
        completeExceptionally(cause);
    }
}
