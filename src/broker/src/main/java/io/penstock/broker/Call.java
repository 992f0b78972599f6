package io.penstock.broker;

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
        complete(action.get());
    }
}
