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

    /** @param delivery the delivery that code below the handler finds; null if the handler has several */
    CompletableFuture<CallOutcome> run(
            Delivery delivery, HandlerScope.Handler<CompletableFuture<CallOutcome>> handler) {
        var context = (ContextInternal) VertxContext.createNewDuplicatedContext(root);
        VertxContextSafetyToggle.setContextSafe(context, true);
        var before = context.beginDispatch();
        try {
            return inRequest(delivery, handler);
        } finally {
            context.endDispatch(before);
        }
    }

    private static CompletableFuture<CallOutcome> inRequest(
            Delivery delivery, HandlerScope.Handler<CompletableFuture<CallOutcome>> handler) {
        var request = Arc.container().requestContext();
        var state = request.activate();
        var result = call(delivery, handler);
        if (result.isDone()) {
            request.terminate();
            return result;
        }
        // The request stays active on the Vert.x context, which is this delivery's alone, until the handler is done.
        return Following.of(result, (outcome, failure) -> {
            request.destroy(state);
            if (failure != null) {
                throw failure;
            }
            return outcome;
        });
    }

    /**
     * Calls a handler. It may fail in any way, errors included: every failure is the outcome of the message, and not of
     * this thread.
     */
    private static CompletableFuture<CallOutcome> call(
            Delivery delivery, HandlerScope.Handler<CompletableFuture<CallOutcome>> handler) {
        try {
            return delivery == null ? handler.call() : HandlerScope.with(delivery, handler);
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
