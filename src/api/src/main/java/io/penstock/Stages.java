package io.penstock;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Stages waited for and joined, for the methods of this API that are made of others. */
final class Stages {

    private Stages() {}

    /** Waits for a stage, and throws what it failed with as itself if that is unchecked. */
    static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            throw PenstockException.causeOf(e) instanceof RuntimeException known ? known : e;
        }
    }

    /** Completes when all have, with their results in order; if some fail, with what one of them failed with. */
    static <T> CompletionStage<List<T>> all(List<? extends CompletionStage<T>> stages) {
        var futures = stages.stream().map(CompletionStage::toCompletableFuture).toList();
        var result = new CompletableFuture<List<T>>();
        CompletableFuture.allOf(futures.toArray(CompletableFuture<?>[]::new)).whenComplete((done, failure) -> {
            if (failure == null) {
                result.complete(futures.stream().map(CompletableFuture::join).toList());
            } else {
                result.completeExceptionally(PenstockException.causeOf(failure));
            }
        });
        return result;
    }
}
