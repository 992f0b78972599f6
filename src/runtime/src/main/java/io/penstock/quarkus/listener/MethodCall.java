package io.penstock.quarkus.listener;

import io.penstock.CurrentDelivery;
import io.penstock.Delivery;
import io.quarkus.arc.Arc;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.impl.ContextInternal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import jakarta.enterprise.invoke.Invoker;

/**
 * Calls a listener method with a delivery, in a request of its own: a request context, and a Vert.x context that
 * carries it (and the logging and tracing data) along when the method goes on asynchronously.
 */
final class MethodCall {

    private static final CompletableFuture<Object> DONE = CompletableFuture.completedFuture(null);

    private final ListenerDefinition listener;
    private final Arguments arguments;
    private final Invoker<Object, Object> invoker;
    private final Context root;

    MethodCall(ListenerDefinition listener, Arguments arguments, Invoker<Object, Object> invoker, Context root) {
        this.listener = listener;
        this.arguments = arguments;
        this.invoker = invoker;
        this.root = root;
    }

    /**
     * Calls the method on this thread. What is returned completes with the method's result, or fails as it did; it is
     * {@link UnreadableBody} if the method was not called because there are no arguments for it.
     */
    CompletableFuture<?> with(Delivery delivery) {
        Object[] values;
        try {
            values = arguments.of(delivery);
        } catch (UnreadableBody e) {
            return CompletableFuture.failedFuture(e);
        }
        var context = (ContextInternal) VertxContext.createNewDuplicatedContext(root);
        VertxContextSafetyToggle.setContextSafe(context, true);
        var before = context.beginDispatch();
        try {
            return inRequest(delivery, values);
        } finally {
            context.endDispatch(before);
        }
    }

    private CompletableFuture<?> inRequest(Delivery delivery, Object[] values) {
        var request = Arc.container().requestContext();
        var state = request.activate();
        var result = call(delivery, values);
        if (result.isDone()) {
            request.terminate();
            return result;
        }
        // The request stays active on the Vert.x context, which is this delivery's alone, until the method is done.
        return result.whenComplete((value, failure) -> request.destroy(state));
    }

    /**
     * A listener may fail in any way, errors included: all of them are the message's outcome and none is this thread's.
     */
    private CompletableFuture<?> call(Delivery delivery, Object[] values) {
        try {
            return CurrentDelivery.with(delivery, () -> future(invoker.invoke(null, values)));
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<?> future(Object result) {
        if (!listener.asynchronous()) {
            return DONE;
        }
        if (result instanceof Uni<?> uni) {
            return uni.subscribeAsCompletionStage();
        }
        if (result instanceof CompletionStage<?> stage) {
            return stage.toCompletableFuture();
        }
        throw new IllegalStateException(listener.method() + " returned null instead of something that completes.");
    }
}
