package io.penstock.quarkus.listener;

import io.penstock.Delivery;
import io.smallrye.mutiny.Uni;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import jakarta.enterprise.invoke.Invoker;

/** Passes messages to a listener method of a bean. */
final class MethodCall implements Call {

    private static final CompletableFuture<Object> DONE = CompletableFuture.completedFuture(null);

    private final ListenerDefinition listener;
    private final Arguments arguments;
    private final Invoker<Object, Object> invoker;
    private final DeliveryRequest request;

    MethodCall(
            ListenerDefinition listener,
            Arguments arguments,
            Invoker<Object, Object> invoker,
            DeliveryRequest request) {
        this.listener = listener;
        this.arguments = arguments;
        this.invoker = invoker;
        this.request = request;
    }

    @Override
    public CompletableFuture<?> with(Delivery delivery) {
        Object[] values;
        try {
            values = arguments.of(delivery);
        } catch (UnreadableBody e) {
            return CompletableFuture.failedFuture(e);
        }
        return request.run(delivery, () -> future(invoker.invoke(null, values)));
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
