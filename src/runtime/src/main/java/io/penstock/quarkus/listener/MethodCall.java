package io.penstock.quarkus.listener;

import io.penstock.Delivery;
import io.quarkus.arc.Arc;
import io.quarkus.arc.InjectableBean;
import io.smallrye.mutiny.Uni;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.invoke.Invoker;

/** Passes messages to a listener method of a bean. */
final class MethodCall implements Call {

    private static final CompletableFuture<Object> DONE = CompletableFuture.completedFuture(null);

    private final ListenerDefinition listener;
    private final Arguments arguments;
    private final Invoker<Object, Object> invoker;
    private final InjectableBean<Object> bean;
    private final DeliveryRequest request;

    MethodCall(
            ListenerDefinition listener,
            Arguments arguments,
            Invoker<Object, Object> invoker,
            InjectableBean<Object> bean,
            DeliveryRequest request) {
        this.listener = listener;
        this.arguments = arguments;
        this.invoker = invoker;
        this.bean = bean;
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
        return request.run(delivery, () -> called(values));
    }

    /**
     * Calls the method on an instance that is looked up here. An invoker that looks it up itself returns a stage that
     * depends on the method's own, which then could not be cancelled.
     */
    private CompletableFuture<?> called(Object[] values) throws Exception {
        var instance = Arc.container().instance(bean);
        CompletableFuture<?> result = DONE;
        try {
            result = future(invoker.invoke(instance.get(), values));
        } finally {
            if (bean.getScope().equals(Dependent.class)) {
                result.whenComplete((value, failure) -> instance.destroy());
            }
        }
        return result;
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
