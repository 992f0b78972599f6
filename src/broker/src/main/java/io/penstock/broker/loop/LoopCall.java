package io.penstock.broker.loop;

import io.penstock.PenstockException;

import java.util.function.Supplier;

/** A command that runs an action on a loop and returns its result. */
public final class LoopCall<T> extends Command<T> {

    private final Contained about;
    private final Supplier<T> action;

    public LoopCall(Supplier<T> action) {
        this(null, action);
    }

    private LoopCall(Contained about, Supplier<T> action) {
        this.about = about;
        this.action = action;
    }

    /** A call about a part that is out of service if the action throws. */
    public static LoopCall<Void> of(Contained about, Runnable action) {
        return new LoopCall<>(about, () -> {
            action.run();
            return null;
        });
    }

    @Override
    public Contained about() {
        return about;
    }

    public static LoopCall<Void> of(Runnable action) {
        return new LoopCall<>(() -> {
            action.run();
            return null;
        });
    }

    @Override
    public void execute() {
        try {
            complete(action.get());
        } catch (PenstockException e) {
            // The mistake is the caller's, and not this loop's.
            completeExceptionally(e);
        }
    }
}
