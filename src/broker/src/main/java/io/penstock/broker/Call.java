package io.penstock.broker;

import io.penstock.PenstockException;

import java.util.function.Supplier;

/** Asks a loop for something. */
final class Call<T> extends Command<T> {

    private final Supplier<T> action;

    Call(Supplier<T> action) {
        this.action = action;
    }

    static Call<Void> of(Runnable action) {
        return new Call<>(() -> {
            action.run();
            return null;
        });
    }

    @Override
    void execute() {
        try {
            complete(action.get());
        } catch (PenstockException e) {
            // The mistake is the caller's, and not this loop's.
            completeExceptionally(e);
        }
    }
}
