package io.penstock.connector;

import io.penstock.Broker;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute;
import io.smallrye.reactive.messaging.connector.InboundConnector;
import io.smallrye.reactive.messaging.connector.OutboundConnector;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.smallrye.reactive.messaging.health.HealthReporter;
import io.smallrye.reactive.messaging.providers.connectors.ExecutionHolder;
import io.vertx.core.Context;
import io.vertx.core.impl.VertxInternal;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import jakarta.inject.Inject;

import static io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction.INCOMING;
import static io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction.INCOMING_AND_OUTGOING;
import static io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction.OUTGOING;

/** Makes channels of the queues and topics of the application's {@link Broker}. */
@ApplicationScoped
@Connector(PenstockConnector.NAME)
@ConnectorAttribute(
        name = "destination",
        type = "string",
        direction = INCOMING_AND_OUTGOING,
        description = "The queue or topic. The channel's name if not set")
@ConnectorAttribute(
        name = "kind",
        type = "string",
        direction = INCOMING_AND_OUTGOING,
        description = "`queue` or `topic`. If not set, what the destination is; a destination that has to be declared "
                + "becomes a queue")
@ConnectorAttribute(
        name = "partitions",
        type = "int",
        direction = INCOMING_AND_OUTGOING,
        description = "Partitions of the destination. If not set, as many as it has; 1 if it has to be declared")
@ConnectorAttribute(
        name = "auto-declare",
        type = "boolean",
        direction = INCOMING_AND_OUTGOING,
        defaultValue = "true",
        description = "Whether to declare the destination and the subscription. If false, both must exist")
@ConnectorAttribute(
        name = "health-enabled",
        type = "boolean",
        direction = INCOMING_AND_OUTGOING,
        defaultValue = "true",
        description = "Whether the channel reports its health")
@ConnectorAttribute(
        name = "health-readiness-enabled",
        type = "boolean",
        direction = INCOMING_AND_OUTGOING,
        defaultValue = "true",
        description = "Whether the channel reports its readiness")
@ConnectorAttribute(
        name = "close-timeout",
        type = "java.time.Duration",
        direction = INCOMING_AND_OUTGOING,
        description = "How long a shutdown waits for messages that are being processed or sent. 10 seconds if not set")
@ConnectorAttribute(
        name = "subscription",
        type = "string",
        direction = INCOMING,
        description = "The topic's durable subscription. The channel's name if not set. Not for queues")
@ConnectorAttribute(
        name = "start",
        type = "string",
        direction = INCOMING,
        description = "Where a new subscription begins: `earliest`, `latest`, `offset:42` or a time such as "
                + "`2026-01-31T12:00:00Z`. `latest` for a topic if not set")
@ConnectorAttribute(
        name = "ordering",
        type = "string",
        direction = INCOMING,
        description = "`none`, `key`, `group` or `partition`. If not set, what the subscription has; a new one of a "
                + "topic keeps the order of a key, one of a queue keeps none")
@ConnectorAttribute(
        name = "max-inflight-messages",
        type = "int",
        direction = INCOMING_AND_OUTGOING,
        defaultValue = "1024",
        description = "Messages that the channel has taken and not settled, or has sent without receipt, at most")
@ConnectorAttribute(
        name = "lease",
        type = "java.time.Duration",
        direction = INCOMING,
        description = "How long a message may go unsettled before another consumer gets it. 5 minutes if not set")
@ConnectorAttribute(
        name = "wait-for-settlement",
        type = "boolean",
        direction = INCOMING,
        defaultValue = "false",
        description =
                "Whether an ack completes when the acceptance is durable (true), or as soon as the broker has been "
                        + "told: a crash in between means that the message comes again")
@ConnectorAttribute(
        name = "failure-strategy",
        type = "string",
        direction = INCOMING,
        defaultValue = "retry",
        description = "What happens to a message that is nacked: `retry`, `dead-letter`, `release`, `ignore`, `fail`")
@ConnectorAttribute(
        name = "retry.max-retries",
        type = "int",
        direction = INCOMING,
        description = "Runs after the first one; -1 for no limit. 4 if not set")
@ConnectorAttribute(
        name = "retry.delay",
        type = "java.time.Duration",
        direction = INCOMING,
        description = "Before the first retry. 1 second if not set")
@ConnectorAttribute(
        name = "retry.factor",
        type = "double",
        direction = INCOMING,
        description = "By which the delay grows with each retry. 2 if not set")
@ConnectorAttribute(
        name = "retry.max-delay",
        type = "java.time.Duration",
        direction = INCOMING,
        description = "Which the delay never exceeds. 5 minutes if not set")
@ConnectorAttribute(
        name = "retry.jitter",
        type = "java.time.Duration",
        direction = INCOMING,
        description = "Up to which the delay varies at random. 200 milliseconds if not set")
@ConnectorAttribute(
        name = "dead-letter-queue",
        type = "string",
        direction = INCOMING,
        description = "The queue for dead letters. `<queue>.dlq` or `<topic>.<subscription>.dlq` if not set")
@ConnectorAttribute(
        name = "max-deliveries",
        type = "int",
        direction = INCOMING,
        description = "Hand-outs of any kind after which an unsettled message becomes a dead letter. 20 if not set")
@ConnectorAttribute(
        name = "broadcast",
        type = "boolean",
        direction = INCOMING,
        defaultValue = "false",
        description = "Whether several methods may consume the channel")
@ConnectorAttribute(
        name = "health-lazy-subscription",
        type = "boolean",
        direction = INCOMING,
        defaultValue = "false",
        description = "Whether the channel is ready although nobody consumes it at the moment")
@ConnectorAttribute(
        name = "key",
        type = "string",
        direction = OUTGOING,
        description = "The key of messages that bring none")
@ConnectorAttribute(
        name = "propagate-key",
        type = "boolean",
        direction = OUTGOING,
        defaultValue = "false",
        description = "Whether a message that is processed on from an incoming channel keeps its key")
@ConnectorAttribute(
        name = "propagate-headers",
        type = "string",
        direction = OUTGOING,
        description = "Names of headers, separated by commas, that are kept from the incoming message")
@ConnectorAttribute(
        name = "wait-for-write-completion",
        type = "boolean",
        direction = OUTGOING,
        defaultValue = "true",
        description = "Whether a message is acknowledged after the broker's receipt (true), or as soon as it is handed "
                + "to the broker, which may lose it")
@ConnectorAttribute(
        name = "merge",
        type = "boolean",
        direction = OUTGOING,
        defaultValue = "false",
        description = "Whether several methods may feed the channel")
public class PenstockConnector implements InboundConnector, OutboundConnector, HealthReporter {

    /** The value of the attribute {@code connector} of a channel. */
    public static final String NAME = "penstock";

    private final Broker broker;
    private final ExecutionHolder execution;
    private final JsonPayloads json;
    private final List<IncomingChannel> incoming = new CopyOnWriteArrayList<>();
    private final List<OutgoingChannel> outgoing = new CopyOnWriteArrayList<>();

    @Inject
    PenstockConnector(Broker broker, ExecutionHolder execution, JsonPayloads json) {
        this.broker = broker;
        this.execution = execution;
        this.json = json;
    }

    /** Lets the container make a proxy. */
    PenstockConnector() {
        this(null, null, null);
    }

    /** Declares what the channel reads from, if it may; messages come when the publisher is subscribed to. */
    @Override
    public Flow.Publisher<? extends Message<?>> getPublisher(Config config) {
        var settings = IncomingSettings.of(new PenstockConnectorIncomingConfiguration(config));
        var source = new Topology(broker).source(settings);
        var channel = new IncomingChannel(settings, source, broker, newContext());
        incoming.add(channel);
        return channel.stream();
    }

    /** Declares what the channel writes to, if it may. */
    @Override
    public Flow.Subscriber<? extends Message<?>> getSubscriber(Config config) {
        var settings = OutgoingSettings.of(new PenstockConnectorOutgoingConfiguration(config));
        new Topology(broker).target(settings);
        var channel = new OutgoingChannel(settings, broker, new OutgoingMapper(settings, json), newContext());
        outgoing.add(channel);
        return channel.subscriber();
    }

    @Override
    public HealthReport getStartup() {
        return getReadiness();
    }

    @Override
    public HealthReport getReadiness() {
        var report = HealthReport.builder();
        incoming.forEach(channel -> channel.reportReadiness(report));
        outgoing.forEach(channel -> channel.reportReadiness(report));
        return report.build();
    }

    @Override
    public HealthReport getLiveness() {
        var report = HealthReport.builder();
        incoming.forEach(channel -> channel.reportLiveness(report));
        outgoing.forEach(channel -> channel.reportLiveness(report));
        return report.build();
    }

    /**
     * Stops taking messages, waits for those in work, gives back what is left. Comes before Reactive Messaging itself
     * shuts down, and before the broker is closed.
     */
    void terminate(
            @Observes(notifyObserver = Reception.IF_EXISTS) @Priority(50) @BeforeDestroyed(ApplicationScoped.class)
                    Object event) {
        incoming.forEach(IncomingChannel::stopTaking);
        incoming.forEach(IncomingChannel::close);
        outgoing.forEach(OutgoingChannel::close);
    }

    /** One event loop for a channel: what it emits and settles is in order, and needs no locks downstream. */
    private Context newContext() {
        return ((VertxInternal) execution.vertx().getDelegate()).createEventLoopContext();
    }
}
