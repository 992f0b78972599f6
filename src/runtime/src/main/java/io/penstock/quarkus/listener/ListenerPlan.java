package io.penstock.quarkus.listener;

import io.penstock.DeadLetter;
import io.penstock.DeadLetterAlert;
import io.penstock.DeadLetterPolicy;
import io.penstock.Destination;
import io.penstock.PenstockException;
import io.penstock.RetryPolicy;
import io.penstock.Subscription;
import io.penstock.quarkus.ListenerConfig;
import io.penstock.quarkus.ListenerConfig.DeadLetterConfig;
import io.penstock.quarkus.ListenerConfig.RetryConfig;

import java.time.Duration;
import java.util.HashMap;

/**
 * How a listener is run: the annotations, overridden by configuration.
 *
 * @param prefetch deliveries that each consumer may hold at most
 */
record ListenerPlan(
        String name,
        Destination destination,
        Subscription subscription,
        int concurrency,
        int prefetch,
        Duration lease) {

    /** More consumers than that would only wait for each other. */
    static final int MAX_CONCURRENCY = 10_000;

    /** What a consumer takes in advance waits in memory and cannot go to another one. */
    static final int MAX_PREFETCH = 10_000;

    ListenerPlan {
        requireWithin("concurrency", concurrency, MAX_CONCURRENCY, name);
        requireWithin("prefetch", prefetch, MAX_PREFETCH, name);
        if (lease.isNegative()) {
            throw new PenstockException.InvalidConfiguration(
                    property(name, "lease") + " = " + lease + ": it must not be negative.");
        }
    }

    /**
     * @throws PenstockException.InvalidConfiguration if the two together make no sense; the message names the listener
     */
    static ListenerPlan of(String name, ListenerDefinition listener, ConfigExpressions names, ListenerConfig config) {
        try {
            var destination =
                    new Destination(names.resolve(listener.destination()), listener.kind(), listener.partitions());
            var subscription = destination.isQueue()
                    ? Subscription.ofQueue(destination.name())
                    : Subscription.ofTopic(destination.name(), names.resolve(listener.subscription()))
                            .durable(listener.durable())
                            .start(listener.start());
            return new ListenerPlan(
                    name,
                    destination,
                    subscription
                            .ordering(listener.ordering())
                            .retry(retry(listener.retry(), config.retry()))
                            .deadLetter(deadLetter(listener.deadLetter(), config.deadLetter(), name))
                            .maxDeliveries(config.maxDeliveries())
                            .build(),
                    config.concurrency().orElse(listener.concurrency()),
                    config.prefetch(),
                    config.lease());
        } catch (PenstockException.InvalidConfiguration e) {
            throw new PenstockException.InvalidConfiguration(
                    "Listener '" + name + "' (" + listener.method() + "): " + e.getMessage());
        }
    }

    private static RetryPolicy retry(RetryPolicy annotated, RetryConfig config) {
        return RetryPolicy.builder()
                .maxRetries(config.maxRetries().orElse(annotated.maxRetries()))
                .delay(config.delay().orElse(annotated.delay()))
                .factor(config.factor().orElse(annotated.factor()))
                .maxDelay(config.maxDelay().orElse(annotated.maxDelay()))
                .jitter(config.jitter().orElse(annotated.jitter()))
                .maxDuration(config.maxDuration().orElse(annotated.maxDuration()))
                .retryOn(config.retryOn().orElse(annotated.retryOn()))
                .abortOn(config.abortOn().orElse(annotated.abortOn()))
                .build();
    }

    private static DeadLetterPolicy deadLetter(DeadLetterPolicy annotated, DeadLetterConfig config, String name) {
        var queue = config.queue();
        boolean discard = config.policy()
                .map(policy -> policy == DeadLetter.Policy.DISCARD)
                .orElse(annotated.discard() && queue.isEmpty());
        if (discard && queue.isPresent()) {
            throw new PenstockException.InvalidConfiguration(property(name, "dead-letter.policy")
                    + " = discard has no use for the queue '" + queue.get() + "': remove one of them.");
        }
        var routes = new HashMap<>(annotated.routes());
        routes.putAll(config.routes());
        var policy =
                discard ? DeadLetterPolicy.DISCARD : new DeadLetterPolicy(false, queue.orElse(annotated.destination()));
        var alert = config.alert().moreThan().isEmpty()
                ? annotated.alert()
                : new DeadLetterAlert(
                        config.alert().moreThan().getAsInt(), config.alert().window());
        return policy.withRoutes(routes).withAlert(alert);
    }

    private static void requireWithin(String what, int value, int limit, String name) {
        if (value < 1 || value > limit) {
            throw new PenstockException.InvalidConfiguration(
                    property(name, what) + " = " + value + ": choose 1 to " + limit + ".");
        }
    }

    private static String property(String name, String what) {
        return "penstock.listeners.\"" + name + "\"." + what;
    }
}
