package io.penstock.connector;

import io.penstock.Broker;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.StartPosition;
import io.penstock.connector.attribute.ChannelAttributes;
import io.penstock.connector.client.ControlledChannel;
import io.penstock.connector.client.PartitionShare;
import io.penstock.connector.client.PenstockRebalanceListener;
import io.penstock.connector.stream.Broadcast;
import io.penstock.connector.stream.ChannelHealth;
import io.penstock.connector.tracing.IncomingTracing;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.Subscriptions;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.vertx.core.Context;
import org.eclipse.microprofile.reactive.messaging.Message;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Reads a queue or a subscription of a topic for a channel. Each subscriber of the channel is a consumer of its own.
 */
final class IncomingChannel implements ControlledChannel {

    private final IncomingSettings settings;
    private final Topology.Source source;
    private final Broker broker;
    private final Context context;
    private final IntSupplier subscribers;
    private final InstantSource clock;
    private final ChannelAttributes attributes;

    /** Read with each message, so that it is not made each time. */
    private final String commonName;

    private final Handlers handlers;
    private final IncomingTracing tracing;
    private final ChannelHealth health;
    private final Settlement settlement;
    private final Set<DeliveryFlow> flows = ConcurrentHashMap.newKeySet();

    /** Whether the application has paused the channel: also those that subscribe later get nothing. */
    private volatile boolean held;

    /** The handlers of the application that settle messages in place of the connector. */
    record Handlers(
            Optional<PenstockFailureHandler> failure,
            Optional<PenstockAcknowledgementHandler> acknowledgement,
            Optional<PenstockRebalanceListener> rebalance) {

        static final Handlers NONE = new Handlers(Optional.empty(), Optional.empty(), Optional.empty());

        static Handlers of(IncomingSettings settings, ChannelBeans beans) {
            return new Handlers(
                    beans.failureHandler(settings),
                    beans.acknowledgementHandler(settings),
                    beans.rebalanceListener(settings));
        }
    }

    /**
     * @param context the context of an event loop, on which all messages are emitted
     * @param subscribers tells how many methods read the channel, once the application is wired
     */
    IncomingChannel(
            IncomingSettings settings,
            Topology.Source source,
            Broker broker,
            Context context,
            IntSupplier subscribers,
            InstantSource clock,
            Handlers handlers,
            IncomingTracing tracing) {
        this.settings = settings;
        this.source = source;
        this.broker = broker;
        this.context = context;
        this.subscribers = subscribers;
        this.clock = clock;
        attributes = new ChannelAttributes(settings.channel());
        commonName = attributes.name();
        health = new ChannelHealth(
                settings.channel(),
                settings.health(),
                broker,
                () -> settings.healthLazySubscription() || !flows.isEmpty());
        this.handlers = handlers;
        this.tracing = tracing;
        settlement = new Settlement(
                settings.channel(), settings.ownFailureStrategy(), handlers.failure(), settings.waitForSettlement());
    }

    String name() {
        return settings.channel();
    }

    @Override
    public String commonName() {
        return commonName;
    }

    @Override
    public String reads() {
        return "subscription '" + source.subscription() + "' of '" + source.destination() + "'";
    }

    @Override
    public void hold() {
        held = true;
        flows.forEach(DeliveryFlow::hold);
    }

    @Override
    public void resume() {
        held = false;
        flows.forEach(DeliveryFlow::resume);
    }

    @Override
    public void forgetWaiting() {
        flows.forEach(DeliveryFlow::forgetWaiting);
    }

    @Override
    public void seek(StartPosition position) {
        broker.seek(source.destination(), source.subscription(), position);
    }

    @Override
    public Set<Integer> partitions() {
        return flows.stream()
                .flatMap(flow -> flow.partitions().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    PartitionShare share(Runnable goOn) {
        return new PartitionShare(settings.channel(), source.destination(), handlers.rebalance(), context, goOn);
    }

    Settlement settlement() {
        return settlement;
    }

    ChannelAttributes attributes() {
        return attributes;
    }

    IncomingTracing tracing() {
        return tracing;
    }

    boolean readsCloudEvents() {
        return settings.cloudEvents();
    }

    boolean isBroadcast() {
        return settings.broadcast();
    }

    Multi<? extends Message<?>> stream() {
        Flow.Publisher<Message<?>> deliveries = this::subscribe;
        return Multi.createFrom()
                .publisher(
                        settings.broadcast()
                                ? new Broadcast(deliveries, context, subscribers, settings.waitForSettlement())
                                : deliveries);
    }

    /** Makes the message that is emitted. This must happen on the channel's context. */
    Message<?> message(List<Delivery> deliveries, DeliveryFlow flow) {
        return settings.batch().isPresent()
                ? new IncomingPenstockBatchMessage(deliveries, this, flow)
                : new IncomingPenstockMessage(deliveries.get(0), this, flow);
    }

    private void subscribe(Flow.Subscriber<? super Message<?>> subscriber) {
        var flow = new DeliveryFlow(this, subscriber, context, settings, clock);
        flows.add(flow);
        if (held) {
            flow.hold();
        }
        try {
            flow.begin(
                    broker,
                    ConsumerOptions.ofTopic(source.destination(), source.subscription(), settings.consumer())
                            .lease(settings.lease())
                            .build());
        } catch (RuntimeException e) {
            flows.remove(flow);
            health.failed(e);
            Subscriptions.fail(subscriber, e);
        }
    }

    /**
     * Settles what was acked.
     *
     * @return a stage that completes when the ack may
     */
    CompletionStage<Void> acknowledge(List<Delivery> deliveries, DeliveryFlow flow) {
        if (handlers.acknowledgement().isPresent()) {
            var handler = handlers.acknowledgement().get();
            return CompletableFuture.allOf(deliveries.stream()
                            .map(delivery -> Settlement.handled(() -> handler.handle(delivery)))
                            .toArray(CompletableFuture<?>[]::new))
                    .whenComplete((nothing, failure) -> flow.settled(deliveries.size()));
        }
        var accepted = flow.accept(deliveries);
        return settlement.ackWaits() ? accepted : CompletableFuture.completedFuture(null);
    }

    void ended(DeliveryFlow flow) {
        flows.remove(flow);
    }

    /** Ends the channel for good: no message must be taken before somebody has looked at the failure. */
    void stop(Throwable reason) {
        health.failed(reason);
        flows.forEach(flow -> flow.fail(reason));
    }

    void stopTaking() {
        flows.forEach(DeliveryFlow::pause);
    }

    Duration closeTimeout() {
        return settings.closeTimeout();
    }

    /**
     * Waits for messages that are being processed, no longer than its own limit and the time that is left, and releases
     * the others. It blocks.
     */
    void close(Supplier<Duration> left) {
        flows.forEach(flow -> flow.drain(min(settings.closeTimeout(), left.get())));
    }

    static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    void reportReadiness(HealthReport.HealthReportBuilder report) {
        health.reportReadiness(report);
    }

    void reportLiveness(HealthReport.HealthReportBuilder report) {
        health.reportLiveness(report);
    }
}
