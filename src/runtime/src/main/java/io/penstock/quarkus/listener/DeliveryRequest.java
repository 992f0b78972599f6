package io.penstock.quarkus.listener;

import io.penstock.Delivery;
import io.penstock.spi.HandlerScope;
import io.quarkus.arc.Arc;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.impl.ContextInternal;

import java.util.concurrent.CompletableFuture;

/**
 * Runs the handler of a delivery in a request context of its own, and on a Vert.x context that carries the request,
 * logging and tracing data along when the handler goes on asynchronously.
 */
final class DeliveryRequest {

    private final Context root;

    DeliveryRequest(Context root) {
        this.root = root;
    }

    CompletableFuture<?> run(Delivery delivery, HandlerScope.Handler<CompletableFuture<?>> handler) {
        var context = (ContextInternal) VertxContext.createNewDuplicatedContext(root);
        VertxContextSafetyToggle.setContextSafe(context, true);
        var before = context.beginDispatch();
        try {
            return inRequest(delivery, handler);
        } finally {
            context.endDispatch(before);
        }
    }

    private static CompletableFuture<?> inRequest(
            Delivery delivery, HandlerScope.Handler<CompletableFuture<?>> handler) {
        var request = Arc.container().requestContext();
        var state = request.activate();
        var result = call(delivery, handler);
        if (result.isDone()) {
            request.terminate();
            return result;
        }
        // The request stays active on the Vert.x context, which is this delivery's alone, until the handler is done.
        return GoingOn.of(result, () -> request.destroy(state));
    }

    /**
     * The outcome of a handler that goes on. To cancel it cancels what the handler has returned, and not only who waits
     * for it: the message is about to be processed by somebody else.
     */
    private static final class GoingOn<T> extends CompletableFuture<T> {

        private final CompletableFuture<T> returned;

        private GoingOn(CompletableFuture<T> returned) {
            this.returned = returned;
        }

        static <T> GoingOn<T> of(CompletableFuture<T> returned, Runnable end) {
            var outcome = new GoingOn<>(returned);
            returned.whenComplete((value, failure) -> {
                end.run();
                if (failure == null) {
                    outcome.complete(value);
                } else {
                    outcome.completeExceptionally(failure);
                }
            });
            return outcome;
        }

        @Override
        public boolean cancel(boolean mayInterrupt) {
            boolean isCancelled = super.cancel(mayInterrupt);
            returned.cancel(mayInterrupt);
            return isCancelled;
        }
    }

    /**
     * Calls a handler. It may fail in any way, errors included: every failure is the outcome of the message, and not of
     * this thread.
     */
    private static CompletableFuture<?> call(Delivery delivery, HandlerScope.Handler<CompletableFuture<?>> handler) {
        try {
            return HandlerScope.with(delivery, handler);
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
