package io.penstock.quarkus.listener;

import io.penstock.Delivery;
import io.penstock.PenstockException;
import io.penstock.spi.HandlerObserver;
import io.penstock.spi.HandlerScope;
import io.quarkus.arc.Arc;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.impl.ContextInternal;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Runs the handler of a delivery in a request context of its own, and on a Vert.x context that carries the request,
 * logging and tracing data along when the handler goes on asynchronously.
 */
final class DeliveryRequest {

    private final Context root;
    private final HandlerObserver observer;
    private final CallSettlement.Verdict verdict;

    DeliveryRequest(Context root, HandlerObserver observer, CallSettlement.Verdict verdict) {
        this.root = root;
        this.observer = observer;
        this.verdict = verdict;
    }

    /** Runs the handler of a list of one delivery, which code below the handler finds. */
    CompletableFuture<CallOutcome> runSingle(
            List<Delivery> single, HandlerScope.Handler<CompletableFuture<CallOutcome>> handler) {
        return run(single.get(0), single, handler);
    }

    /** Runs the handler of a batch. */
    CompletableFuture<CallOutcome> run(
            List<Delivery> batch, HandlerScope.Handler<CompletableFuture<CallOutcome>> handler) {
        return run(null, batch, handler);
    }

    private CompletableFuture<CallOutcome> run(
            Delivery delivery,
            List<Delivery> deliveries,
            HandlerScope.Handler<CompletableFuture<CallOutcome>> handler) {
        var context = (ContextInternal) VertxContext.createNewDuplicatedContext(root);
        VertxContextSafetyToggle.setContextSafe(context, true);
        var before = context.beginDispatch();
        var handling = HandlerObserver.Handling.NONE;
        try {
            handling = observer.begin(deliveries);
            var result = observed(inRequest(delivery, handler), handling);
            tellEnd(handling, deliveries, result);
            return result;
        } finally {
            context.endDispatch(before);
            handling.returned();
        }
    }

    /** What the call sends is sent after it, and belongs to it all the same. */
    private static CompletableFuture<CallOutcome> observed(
            CompletableFuture<CallOutcome> result, HandlerObserver.Handling handling) {
        if (handling == HandlerObserver.Handling.NONE || result.isCompletedExceptionally()) {
            return result;
        }
        if (!result.isDone()) {
            return Following.of(result, (outcome, failure) -> {
                if (failure != null) {
                    throw failure;
                }
                return outcome.observedBy(handling);
            });
        }
        var outcome = result.join();
        return outcome.sends().isEmpty() ? result : CompletableFuture.completedFuture(outcome.observedBy(handling));
    }

    private void tellEnd(
            HandlerObserver.Handling handling, List<Delivery> deliveries, CompletableFuture<CallOutcome> result) {
        if (handling == HandlerObserver.Handling.NONE) {
            return;
        }
        if (result.isDone() && !result.isCompletedExceptionally()) {
            // This is how most calls end, and a stage for each of them would cost more than to tell it.
            handling.ended(null, verdict.of(deliveries, result.join(), null));
            return;
        }
        result.whenComplete((outcome, wrapped) -> {
            var failure = wrapped == null ? null : PenstockException.causeOf(wrapped);
            handling.ended(failure, verdict.of(deliveries, outcome, failure));
        });
    }

    private static CompletableFuture<CallOutcome> inRequest(
            Delivery delivery, HandlerScope.Handler<CompletableFuture<CallOutcome>> handler) {
        var request = Arc.container().requestContext();
        var state = request.activate();
        var result = call(delivery, handler);
        if (result.isDone()) {
            // The same as to terminate it, which would look the state up.
            request.destroy(state);
            request.deactivate();
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
