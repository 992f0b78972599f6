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
 * Runs the handler of a delivery in a request of its own: a request context, and a Vert.x context that carries it (and
 * the logging and tracing data) along when the handler goes on asynchronously.
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
        return result.whenComplete((value, failure) -> request.destroy(state));
    }

    /**
     * A handler may fail in any way, errors included: all of them are the message's outcome and none is this thread's.
     */
    private static CompletableFuture<?> call(Delivery delivery, HandlerScope.Handler<CompletableFuture<?>> handler) {
        try {
            return HandlerScope.with(delivery, handler);
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
