package io.penstock.quarkus.listener;

import io.penstock.Broker;
import io.penstock.ConsumerOptions;
import io.penstock.DeadLetterAlert;
import io.penstock.DeadLetterPolicy;
import io.penstock.Destination;
import io.penstock.Ordering;
import io.penstock.PenstockException;
import io.penstock.RetryPolicy;
import io.penstock.StartPosition;
import io.penstock.Subscription;
import io.penstock.listener.DeadLetter;
import io.penstock.quarkus.config.ListenerConfig;
import io.penstock.quarkus.config.ListenerConfig.DeadLetterConfig;
import io.penstock.quarkus.config.ListenerConfig.RetryConfig;
import io.penstock.quarkus.config.Setting;
import io.penstock.quarkus.listener.ListenerDefinition.Consumption;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A listener plan says how a listener is run: the values of its annotations, overridden by configuration.
 *
 * @param name the name of the listener
 * @param destination the queue or topic, as it is declared if it does not exist
 * @param subscription the subscription with its policies
 * @param concurrency the number of consumers
 * @param prefetch the largest number of messages that each consumer holds
 * @param batch the largest number of messages in one call
 * @param autoStart whether it begins with the application
 * @param sendTo the destination of its results; null if they are replies, or there are none
 * @param consumer the options of each consumer; its name is the listener's
 * @param keepsOrdering whether an existing subscription keeps its ordering
 */
record ListenerPlan(
        String name,
        Destination destination,
        Subscription subscription,
        int concurrency,
        int prefetch,
        int batch,
        boolean autoStart,
        String sendTo,
        ConsumerOptions consumer,
        boolean keepsOrdering) {

    /**
     * As many as the fastest handlers process within about a millisecond, so that they seldom wait for the next. Few
     * large ones are held: {@link Prefetch} counts the time that their bodies take to be read, too.
     */
    static final int DEFAULT_PREFETCH = 1_024;

    /** The same for batches: each call processes so many that it seldom waits. */
    static final int DEFAULT_PREFETCH_OF_BATCHES = 256;

    /** The default size of a batch: enough that what a call costs by itself does not count. */
    static final int DEFAULT_BATCH = 100;

    /**
     * The default limit of a run: longer than any that is meant, short enough that a hung one does not hold its thread
     * for days.
     */
    static final Duration DEFAULT_MAX_PROCESSING_TIME = Duration.ofMinutes(30);

    ListenerPlan {
        setting(name).of("concurrency").within(concurrency, 1, ListenerDefinition.MAX_CONCURRENCY);
        setting(name).of("prefetch").within(prefetch, 1, ListenerDefinition.MAX_PREFETCH);
        if (prefetch < batch) {
            throw setting(name)
                    .of("prefetch")
                    .wrong(prefetch, "a consumer has to hold a batch, which has up to " + batch + " messages.");
        }
    }

    /**
     * Makes the plan of a listener from its definition and its settings.
     *
     * @throws PenstockException.InvalidConfiguration if they do not fit together; the message names the listener
     */
    static ListenerPlan of(String name, ListenerDefinition listener, ConfigExpressions names, ListenerConfig config) {
        try {
            ListenerValues.check(setting(name), config);
            var destination = Destination.builder(names.resolve(listener.destination()), listener.kind())
                    .partitions(listener.partitions())
                    .build();
            var annotated = listener.consumption();
            var filter = config.filter()
                    .or(() -> Optional.ofNullable(annotated.filter()).map(names::resolve))
                    .orElse(null);
            var subscription = subscription(destination, listener, names, config, filter)
                    .ordering(config.ordering().orElse(listener.ordering()))
                    .exclusive(config.exclusive().orElse(annotated.exclusive()))
                    .retry(retry(listener.retry(), config.retry(), name))
                    .deadLetter(deadLetter(listener.deadLetter(), config.deadLetter(), name))
                    .maxDeliveries(config.maxDeliveries())
                    .build();
            int batch = batch(name, listener, config);
            int usual = annotated.prefetch() == 0 ? defaultPrefetch(batch) : annotated.prefetch();
            var to = listener.invocation().result().destination();
            return new ListenerPlan(
                    name,
                    destination,
                    subscription,
                    config.concurrency().orElse(listener.concurrency()),
                    config.prefetch().orElse(usual),
                    batch,
                    config.autoStart().orElse(annotated.autoStart()),
                    to.isEmpty() ? null : resultsOf(destination, names.resolve(to)),
                    consumer(name, subscription, annotated, config)
                            .copy()
                            .filter(destination.isQueue() ? filter : null)
                            .build(),
                    false);
        } catch (PenstockException.InvalidConfiguration e) {
            throw new PenstockException.InvalidConfiguration(
                    "Listener '" + name + "' (" + listener.method() + "): " + e.getMessage());
        }
    }

    /**
     * The same for a message-driven bean: what it brings about is as what any other client of Jakarta Messaging does.
     *
     * @param lanes of its destination, if that has to be declared
     * @param keepsGroups whether message groups are kept in order, unless what exists has another order
     */
    ListenerPlan ofJakartaMessaging(int lanes, boolean keepsGroups) {
        return new ListenerPlan(
                name,
                destination.copy().priorities(lanes).build(),
                keepsGroups ? subscription.copy().ordering(Ordering.GROUP).build() : subscription,
                concurrency,
                prefetch,
                batch,
                autoStart,
                sendTo,
                consumer,
                keepsGroups);
    }

    /** So many that the next batch is there when one has been processed. */
    static int defaultPrefetch(int batch) {
        return batch == 1
                ? DEFAULT_PREFETCH
                : Math.max(DEFAULT_PREFETCH_OF_BATCHES, Math.min(2 * batch, ListenerDefinition.MAX_PREFETCH));
    }

    private static int batch(String name, ListenerDefinition listener, ListenerConfig config) {
        if (listener.invocation().batch()) {
            int annotated = listener.consumption().batchSize();
            return config.batchSize().orElse(annotated == 0 ? DEFAULT_BATCH : annotated);
        }
        config.batchSize().ifPresent(size -> {
            throw setting(name).of("batch-size").wrong(size, "the listener takes single messages, and no lists.");
        });
        return 1;
    }

    /** The destination of results. What goes back to where it came from would go round for ever. */
    private static String resultsOf(Destination source, String to) {
        if (to.equals(source.name())) {
            throw new PenstockException.InvalidConfiguration(
                    "@SendTo(\"" + to + "\") sends its results to itself: name another destination.");
        }
        return Destination.queue(to).build().name();
    }

    /** Whether both can be the policies of one subscription. */
    boolean agreesWith(ListenerPlan other) {
        var ordering = other.subscription.ordering();
        return keepsOrdering != other.keepsOrdering
                ? subscription.copy().ordering(ordering).build().equals(other.subscription)
                : subscription.equals(other.subscription);
    }

    /**
     * Declares what the listener needs: its destination, its subscription, and its dead-letter queues.
     *
     * @throws PenstockException.Conflict if what exists contradicts the plan
     * @throws PenstockException.InvalidConfiguration if the broker refuses it; the message names the listener
     */
    void declare(Broker broker) {
        var found = broker.destination(destination.name());
        var existing = found.orElseGet(() -> broker.declare(destination));
        if (existing.kind() != destination.kind()) {
            throw new PenstockException.Conflict("Listener '" + name + "' wants the " + kind(destination) + " '"
                    + destination.name() + "', but that is "
                    + (existing.isExchange() ? "an " : "a ") + kind(existing) + ".");
        }
        try {
            broker.declare(keepsOrdering && found.isPresent() ? orderedAsBefore(broker) : subscription);
        } catch (PenstockException.InvalidConfiguration e) {
            throw new PenstockException.InvalidConfiguration("Listener '" + name + "': " + e.getMessage());
        }
        var letters = subscription.deadLetter();
        Stream.concat(Stream.ofNullable(letters.destination()), letters.routes().values().stream())
                .filter(queue -> broker.destination(queue).isEmpty())
                .forEach(queue -> broker.declare(Destination.queue(queue).build()));
    }

    private Subscription orderedAsBefore(Broker broker) {
        return broker.subscriptions(destination.name()).stream()
                .filter(found -> found.name().equals(subscription.name()))
                .findAny()
                .map(found -> subscription.copy().ordering(found.ordering()).build())
                .orElse(subscription);
    }

    private static String kind(Destination of) {
        return of.kind().name().toLowerCase(Locale.ROOT);
    }

    /**
     * Makes the subscription. The filter of a queue is not part of it but of each consumer, because messages that these
     * do not take must stay for others.
     */
    private static Subscription.Builder subscription(
            Destination destination,
            ListenerDefinition listener,
            ConfigExpressions names,
            ListenerConfig config,
            String filter) {
        if (destination.isQueue()) {
            if (config.start().isPresent()) {
                throw new PenstockException.InvalidConfiguration(
                        "start = " + config.start().get() + " is for topics: a queue begins with its oldest message.");
            }
            return Subscription.ofQueue(destination.name());
        }
        return Subscription.ofTopic(destination.name(), names.resolve(listener.subscription()))
                .durable(listener.durable())
                .filter(filter)
                .start(StartPosition.valueOf(
                        config.start().orElse(listener.start().name())));
    }

    private static ConsumerOptions consumer(
            String name, Subscription subscription, Consumption annotated, ListenerConfig config) {
        var lease =
                config.lease().or(() -> Optional.ofNullable(annotated.lease())).orElse(ConsumerOptions.DEFAULT_LEASE);
        var usual = lease.compareTo(DEFAULT_MAX_PROCESSING_TIME) > 0 ? lease : DEFAULT_MAX_PROCESSING_TIME;
        var maxProcessingTime = config.maxProcessingTime()
                .or(() -> Optional.ofNullable(annotated.maxProcessingTime()))
                .orElse(usual);
        return ConsumerOptions.ofTopic(subscription.destination(), subscription.name(), name)
                .lease(lease)
                .maxProcessingTime(maxProcessingTime)
                .settleFirst(config.settleFirst().orElse(annotated.settleFirst()))
                .build();
    }

    private static RetryPolicy retry(RetryPolicy annotated, RetryConfig config, String name) {
        try {
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
        } catch (PenstockException.InvalidConfiguration e) {
            // The build has checked the annotations alone, so a setting must be wrong.
            throw setting(name).of("retry").wrong(e);
        }
    }

    private static DeadLetterPolicy deadLetter(DeadLetterPolicy annotated, DeadLetterConfig config, String name) {
        var queue = config.queue();
        boolean discard = config.policy()
                .map(policy -> policy == DeadLetter.Policy.DISCARD)
                .orElse(annotated.discard() && queue.isEmpty());
        if (discard && queue.isPresent()) {
            throw setting(name)
                    .of("dead-letter.policy")
                    .wrong("discard", "it has no use for the queue '" + queue.get() + "': remove one of them.");
        }
        var routes = new HashMap<>(annotated.routes());
        routes.putAll(config.routes());
        var policy = discard
                ? DeadLetterPolicy.DISCARD
                : DeadLetterPolicy.builder()
                        .destination(queue.orElse(annotated.destination()))
                        .build();
        var alert = config.alert().moreThan().isEmpty()
                ? annotated.alert()
                : DeadLetterAlert.of(
                                config.alert().moreThan().get(), config.alert().window())
                        .build();
        return policy.copy().routes(routes).alert(alert).build();
    }

    private static Setting setting(String name) {
        return Setting.entry("quarkus.penstock.listeners", name);
    }
}
