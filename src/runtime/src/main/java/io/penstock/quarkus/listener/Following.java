package io.penstock.quarkus.listener;

import java.util.concurrent.CompletableFuture;

/**
 * Completes with what is made of the end of another future. To cancel it cancels that other future, and not only who
 * waits for it: the message is about to be processed by somebody else.
 */
final class Following<T, R> extends CompletableFuture<R> {

    private final CompletableFuture<T> followed;

    private Following(CompletableFuture<T> followed) {
        this.followed = followed;
    }

    /** Makes the end of one future of that of another; exactly one of value and failure is given. */
    interface Ending<T, R> {
        R of(T value, Throwable failure) throws Throwable;
    }

    static <T, R> CompletableFuture<R> of(CompletableFuture<T> followed, Ending<? super T, R> ending) {
        var following = new Following<T, R>(followed);
        followed.whenComplete((value, failure) -> {
            try {
                following.complete(ending.of(value, failure));
            } catch (Throwable e) {
                following.completeExceptionally(e);
            }
        });
        return following;
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
        boolean isCancelled = super.cancel(mayInterrupt);
        followed.cancel(mayInterrupt);
        return isCancelled;
    }
}
