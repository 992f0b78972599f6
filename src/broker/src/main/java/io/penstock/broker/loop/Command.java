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

    /** Whom it is about, and who is out of service if it throws; null if that is nobody but who asked. */
    public Contained about() {
        return null;
    }

    /** It will not be done. */
    public void refuse(PenstockException cause) {
        completeExceptionally(cause);
    }
}
