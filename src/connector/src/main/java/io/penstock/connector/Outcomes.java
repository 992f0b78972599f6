package io.penstock.connector;

import io.penstock.PenstockException;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Passes the outcome of one stage on to another. */
final class Outcomes {

    private Outcomes() {}

    /** Completes the future as the stage does, with the failure itself, and returns the future. */
    static CompletableFuture<Void> forward(CompletionStage<Void> stage, CompletableFuture<Void> future) {
        stage.whenComplete((nothing, failure) -> {
            if (failure == null) {
                future.complete(null);
            } else {
                future.completeExceptionally(PenstockException.causeOf(failure));
            }
        });
        return future;
    }
}
