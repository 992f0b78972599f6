package io.penstock.quarkus.listener;

import io.penstock.Delivery;
import io.penstock.PenstockException;
import io.penstock.listener.ItemsFailedException;
import io.quarkus.arc.Arc;
import io.quarkus.arc.InjectableBean;
import io.quarkus.arc.InstanceHandle;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.NormalScope;
import jakarta.enterprise.invoke.Invoker;
import jakarta.inject.Singleton;

/** Passes messages to a listener method of a bean, one by one or in batches. */
final class MethodCall implements Call {

    private final ListenerDefinition listener;
    private final Arguments arguments;
    private final Invoker<Object, Object> invoker;
    private final InjectableBean<Object> bean;
    private final Results results;
    private final ContainerTransaction transaction;
    private final Context context;
    private final DeliveryRequest request;

    /** Whether the bean has an instance for each call. */
    private final boolean isDependent;

    /** The instance that all calls have; null before the first call, or if they do not share one. */
    private volatile InstanceHandle<Object> shared;

    /** @param context the Vert.x context that runs the calls if they want an event loop */
    MethodCall(
            ListenerDefinition listener,
            Arguments arguments,
            Invoker<Object, Object> invoker,
            InjectableBean<Object> bean,
            Results results,
            ContainerTransaction transaction,
            Context context,
            DeliveryRequest request) {
        this.listener = listener;
        this.arguments = arguments;
        this.invoker = invoker;
        this.bean = bean;
        this.results = results;
        this.transaction = transaction;
        this.context = context;
        this.request = request;
        isDependent = bean.getScope().equals(Dependent.class);
    }

    @Override
    public Executor threads(Executor usual) {
        return listener.invocation().threads() == Invocation.Threads.EVENT_LOOP
                ? task -> context.runOnContext(ignored -> task.run())
                : usual;
    }

    @Override
    public CompletableFuture<CallOutcome> with(List<Delivery> deliveries) {
        if (listener.invocation().batch()) {
            return withBatch(deliveries);
        }
        Object[] values;
        try {
            values = arguments.of(deliveries.get(0));
        } catch (UnreadableBody e) {
            return CompletableFuture.failedFuture(e);
        }
        return request.runSingle(deliveries, () -> called(deliveries, values));
    }

    /** Calls the method with the messages that can be read. */
    private CompletableFuture<CallOutcome> withBatch(List<Delivery> deliveries) {
        var readable = new ArrayList<Integer>();
        var rows = new ArrayList<Object[]>();
        var unreadable = new HashMap<Integer, Throwable>();
        for (int i = 0; i < deliveries.size(); i++) {
            try {
                rows.add(arguments.of(deliveries.get(i)));
                readable.add(i);
            } catch (UnreadableBody e) {
                unreadable.put(i, e);
            }
        }
        if (rows.isEmpty()) {
            return CompletableFuture.completedFuture(new CallOutcome(unreadable, List.of(), false));
        }
        var taken = readable.stream().map(deliveries::get).toList();
        var call = request.run(taken, () -> called(taken, arguments.lists(rows)));
        return unreadable.isEmpty()
                ? call
                : Following.of(call, (outcome, failure) -> placed(outcome, failure, readable, unreadable));
    }

    /** The outcome of a batch, when the method was not called with all of it. */
    private static CallOutcome placed(
            CallOutcome outcome, Throwable failure, List<Integer> readable, Map<Integer, Throwable> unreadable) {
        var failures = new HashMap<>(unreadable);
        if (failure != null) {
            readable.forEach(place -> failures.put(place, failure));
            return new CallOutcome(failures, List.of(), false);
        }
        outcome.failures().forEach((place, cause) -> failures.put(readable.get(place), cause));
        return new CallOutcome(failures, outcome.sends(), outcome.isAccepted());
    }

    private CompletableFuture<CallOutcome> called(List<Delivery> deliveries, Object[] values) throws Exception {
        if (listener.invocation().transactional()) {
            return CallOutcome.completed(transaction.around(deliveries, () -> outcome(deliveries, values)));
        }
        if (!listener.invocation().asynchronous()) {
            return CallOutcome.completed(outcome(deliveries, values));
        }
        return Following.of(invoked(values), (returned, failure) -> {
            if (failure == null) {
                return CallOutcome.sending(results.of(deliveries, returned));
            }
            var ofItems = ofItems(deliveries, failure);
            if (ofItems == null) {
                throw failure;
            }
            return ofItems;
        });
    }

    /** Calls a method that is done when it returns, as most are: there is no future to make or to follow. */
    private CallOutcome outcome(List<Delivery> deliveries, Object[] values) throws Exception {
        var instance = instance();
        Object returned;
        try {
            returned = invoker.invoke(instance.get(), values);
        } catch (Exception e) {
            var ofItems = ofItems(deliveries, e);
            if (ofItems == null) {
                throw e;
            }
            return ofItems;
        } finally {
            if (isDependent) {
                instance.destroy();
            }
        }
        return CallOutcome.sending(results.of(deliveries, returned));
    }

    /** The outcome of a batch whose method says which messages have failed; null if it does not. */
    private CallOutcome ofItems(List<Delivery> deliveries, Throwable failure) {
        return listener.invocation().batch()
                        && PenstockException.causeOf(failure) instanceof ItemsFailedException items
                        && items.failures().keySet().stream().allMatch(place -> place < deliveries.size())
                ? new CallOutcome(items.failures(), List.of(), false)
                : null;
    }

    /**
     * Calls the method on an instance that is looked up here. An invoker that looks it up itself returns a stage that
     * depends on the method's own, which then could not be cancelled.
     */
    private CompletableFuture<Object> invoked(Object[] values) {
        var instance = instance();
        CompletableFuture<Object> result;
        try {
            result = future(invoker.invoke(instance.get(), values));
        } catch (Throwable e) {
            result = CompletableFuture.failedFuture(e);
        }
        if (isDependent) {
            result.whenComplete((value, failure) -> instance.destroy());
        }
        return result;
    }

    /**
     * The instance to call. One of a scope that has a proxy, or of a singleton, is the same for all calls, as for
     * whoever has it injected.
     */
    private InstanceHandle<Object> instance() {
        var known = shared;
        if (known != null) {
            return known;
        }
        var instance = Arc.container().instance(bean);
        if (bean.getScope().equals(Singleton.class) || bean.getScope().isAnnotationPresent(NormalScope.class)) {
            instance.get();
            shared = instance;
        }
        return instance;
    }

    @SuppressWarnings("unchecked")
    private CompletableFuture<Object> future(Object result) {
        if (result instanceof Uni<?> uni) {
            return (CompletableFuture<Object>) uni.subscribeAsCompletionStage();
        }
        if (result instanceof CompletionStage<?> stage) {
            return (CompletableFuture<Object>) stage.toCompletableFuture();
        }
        throw new IllegalStateException(listener.method() + " returned null instead of something that completes.");
    }
}
