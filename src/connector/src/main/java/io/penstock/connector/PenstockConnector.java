package io.penstock.connector;

import io.penstock.Broker;
import io.penstock.connector.client.ChannelControls;
import io.penstock.connector.payload.JsonPayloads;
import io.penstock.connector.payload.WiredMethods;
import io.penstock.connector.tracing.ChannelTracing;
import io.penstock.connector.tracing.ObservedBroker;
import io.penstock.spi.CountingBroker;
import io.penstock.spi.Draining;
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

import java.time.InstantSource;
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

/** Connects channels of Reactive Messaging with destinations of the application's {@link Broker}. */
@ApplicationScoped
@Connector(PenstockConnector.NAME)
@ConnectorAttribute(
        name = "destination",
        type = "string",
        direction = INCOMING_AND_OUTGOING,
        description = "The name of the queue, topic or exchange. The default is the name of the channel")
@ConnectorAttribute(
        name = "kind",
        type = "string",
        direction = INCOMING_AND_OUTGOING,
        description = "`queue` or `topic`. By default what the destination is, and `queue` if it has to be declared")
@ConnectorAttribute(
        name = "partitions",
        type = "int",
        direction = INCOMING_AND_OUTGOING,
        description =
                "The number of partitions, 1 to 65536. By default as many as there are, or 1 if it has to be declared")
@ConnectorAttribute(
        name = "auto-declare",
        type = "boolean",
        direction = INCOMING_AND_OUTGOING,
        defaultValue = "true",
        description = "Whether the destination and the subscription are declared if they do not exist")
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
        description = "The time that a shutdown waits for messages in work, at most 1 day. The default is 10 seconds")
@ConnectorAttribute(
        name = "penstock-configuration",
        type = "string",
        direction = INCOMING_AND_OUTGOING,
        description = "The `@Identifier` of a `Map<String, Object>` bean with attributes that the channel does not set")
@ConnectorAttribute(
        name = "tracing-enabled",
        type = "boolean",
        direction = INCOMING_AND_OUTGOING,
        defaultValue = "true",
        description = "Whether the channel makes spans, if the application has OpenTelemetry")
@ConnectorAttribute(
        name = "cloud-events",
        type = "boolean",
        direction = INCOMING_AND_OUTGOING,
        defaultValue = "true",
        description = "Whether messages may be cloud events")
@ConnectorAttribute(
        name = "cloud-events-mode",
        type = "string",
        direction = OUTGOING,
        defaultValue = "binary",
        description = "Where the attributes of a cloud event are: `binary` or `structured`")
@ConnectorAttribute(
        name = "cloud-events-type",
        type = "string",
        direction = OUTGOING,
        description = "The type of cloud events that do not say theirs")
@ConnectorAttribute(
        name = "cloud-events-source",
        type = "string",
        direction = OUTGOING,
        description = "The source of cloud events that do not say theirs")
@ConnectorAttribute(
        name = "cloud-events-subject",
        type = "string",
        direction = OUTGOING,
        description = "The subject of cloud events that do not say theirs")
@ConnectorAttribute(
        name = "cloud-events-data-content-type",
        type = "string",
        direction = OUTGOING,
        description = "The media type of the data of such cloud events")
@ConnectorAttribute(
        name = "cloud-events-data-schema",
        type = "string",
        direction = OUTGOING,
        description = "The schema of the data of such cloud events")
@ConnectorAttribute(
        name = "cloud-events-insert-timestamp",
        type = "boolean",
        direction = OUTGOING,
        defaultValue = "true",
        description = "Whether cloud events without a time get one")
@ConnectorAttribute(
        name = "subscription",
        type = "string",
        direction = INCOMING,
        description = "The name of the topic's durable subscription. The default is the name of the channel. A queue "
                + "has none")
@ConnectorAttribute(
        name = "start",
        type = "string",
        direction = INCOMING,
        description = "The position at which a new subscription begins: `earliest`, `latest`, `offset:42` or a time "
                + "such as `2026-01-31T12:00:00Z`. The default is `latest` for a topic")
@ConnectorAttribute(
        name = "seek",
        type = "string",
        direction = INCOMING,
        description = "The position at which the subscription is put whenever the application starts, wherever it has "
                + "been: as for `start`. By default it goes on where it is")
@ConnectorAttribute(
        name = "client-id",
        type = "string",
        direction = INCOMING,
        description = "The name by which the broker knows the channel. The default is the name of the channel")
@ConnectorAttribute(
        name = "client-id-prefix",
        type = "string",
        direction = INCOMING,
        description = "What that name begins with, such as the name of the application")
@ConnectorAttribute(
        name = "rebalance-listener",
        type = "string",
        direction = INCOMING,
        description = "The `@Identifier` of a `PenstockRebalanceListener` bean, told which partitions are owned")
@ConnectorAttribute(
        name = "ordering",
        type = "string",
        direction = INCOMING,
        description = "The order in which messages are handed out: `none`, `key`, `group` or `partition`. The default "
                + "is the ordering that an existing subscription has; for a new one it is `key` for a topic and `none` "
                + "for a queue")
@ConnectorAttribute(
        name = "max-inflight-messages",
        type = "int",
        direction = INCOMING_AND_OUTGOING,
        defaultValue = "1024",
        description = "The largest number of messages that the channel has taken and not settled, or has sent without "
                + "a receipt: 1 to 1000000")
@ConnectorAttribute(
        name = "prefetch",
        type = "int",
        direction = INCOMING,
        defaultValue = "256",
        description = "The largest number of messages that are taken from the broker ahead of what the consumer asks "
                + "for: 0 to 100000. As many are taken as the consumer works off in 10 milliseconds")
@ConnectorAttribute(
        name = "max-concurrency",
        type = "int",
        direction = INCOMING,
        description = "The largest number of messages in work: 1 to `max-inflight-messages`, which is the default")
@ConnectorAttribute(
        name = "batch",
        type = "boolean",
        direction = INCOMING,
        defaultValue = "false",
        description = "Whether messages are handed on as lists: `List<T>` or `Message<List<T>>`")
@ConnectorAttribute(
        name = "batch.max-size",
        type = "int",
        direction = INCOMING,
        description = "The largest number of messages in a batch: 1 to `max-inflight-messages`. The default is 256")
@ConnectorAttribute(
        name = "batch.timeout",
        type = "java.time.Duration",
        direction = INCOMING,
        description = "The time for which a batch that is not full waits for more messages: at most 1 minute. The "
                + "default is 0: a batch has what is there")
@ConnectorAttribute(
        name = "lease",
        type = "java.time.Duration",
        direction = INCOMING,
        description = "The time that a message may go unsettled before it is delivered to another consumer: at most "
                + "3660 days, or 0 for no limit. The default is 5 minutes")
@ConnectorAttribute(
        name = "wait-for-settlement",
        type = "boolean",
        direction = INCOMING,
        defaultValue = "false",
        description = "Whether an ack completes when the acceptance is durable. If not, it completes as soon as the "
                + "broker has been told, and a crash in between means that the message is delivered again")
@ConnectorAttribute(
        name = "failure-strategy",
        type = "string",
        direction = INCOMING,
        defaultValue = "retry",
        description = "What happens to a message that is nacked: `retry` leaves it to the retry policy, `dead-letter` "
                + "makes it a dead letter, `release` gives it back at once, `ignore` accepts it, and `fail` gives it "
                + "back and stops the channel. Any other name is the `@Identifier` of a "
                + "`PenstockFailureHandler.Factory` bean")
@ConnectorAttribute(
        name = "acknowledgement-handler",
        type = "string",
        direction = INCOMING,
        description = "The `@Identifier` of a `PenstockAcknowledgementHandler.Factory` bean that settles what is "
                + "acked. Without one it is accepted")
@ConnectorAttribute(
        name = "deserialization-failure-handler",
        type = "string",
        direction = INCOMING,
        description = "The `@Identifier` of a `DeserializationFailureHandler` bean that says what a method gets for "
                + "a message that cannot be read")
@ConnectorAttribute(
        name = "fail-on-deserialization-failure",
        type = "boolean",
        direction = INCOMING,
        defaultValue = "true",
        description = "Whether a message that cannot be read goes the way of the failure strategy. If not, the method "
                + "gets null for it")
@ConnectorAttribute(
        name = "retry.max-retries",
        type = "int",
        direction = INCOMING,
        description = "The number of retries after the first attempt; -1 means no limit. The default is 4")
@ConnectorAttribute(
        name = "retry.delay",
        type = "java.time.Duration",
        direction = INCOMING,
        description = "The delay before the first retry. The default is 1 second")
@ConnectorAttribute(
        name = "retry.factor",
        type = "double",
        direction = INCOMING,
        description = "The factor by which the delay grows with each retry, at least 1. The default is 2")
@ConnectorAttribute(
        name = "retry.max-delay",
        type = "java.time.Duration",
        direction = INCOMING,
        description = "The longest delay before a retry. The default is 5 minutes")
@ConnectorAttribute(
        name = "retry.jitter",
        type = "java.time.Duration",
        direction = INCOMING,
        description = "The largest random variation of the delay, in both directions. The default is 200 milliseconds")
@ConnectorAttribute(
        name = "retry.max-duration",
        type = "java.time.Duration",
        direction = INCOMING,
        description = "The time since the first delivery after which no retry begins. The default is 0: no limit")
@ConnectorAttribute(
        name = "retry.retry-on",
        type = "string",
        direction = INCOMING,
        description = "The class names, separated by commas, of exceptions that are retried. The default is all")
@ConnectorAttribute(
        name = "retry.abort-on",
        type = "string",
        direction = INCOMING,
        description = "The class names, separated by commas, of exceptions that are not retried. The default is none")
@ConnectorAttribute(
        name = "dead-letter-queue",
        type = "string",
        direction = INCOMING,
        description = "The queue of dead letters. The default is `<queue>.dlq` or `<topic>.<subscription>.dlq`")
@ConnectorAttribute(
        name = "dead-letter-policy",
        type = "string",
        direction = INCOMING,
        description = "`queue` puts dead letters into their queue, `discard` deletes them. The default is `queue`")
@ConnectorAttribute(
        name = "dead-letter-routes",
        type = "string",
        direction = INCOMING,
        description = "The queues of certain dead letters: `java.io.IOException=orders.io`, separated by commas")
@ConnectorAttribute(
        name = "max-deliveries",
        type = "int",
        direction = INCOMING,
        description = "The number of deliveries of any kind after which an unsettled message becomes a dead letter, "
                + "at least 1. The default is 20")
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
        description = "Whether the channel reports itself as ready also while nobody consumes it")
@ConnectorAttribute(
        name = "key",
        type = "string",
        direction = OUTGOING,
        description = "The key of messages that have none of their own")
@ConnectorAttribute(
        name = "propagate-key",
        type = "boolean",
        direction = OUTGOING,
        defaultValue = "false",
        description = "Whether a message keeps the key of the incoming message that it was made from")
@ConnectorAttribute(
        name = "propagate-headers",
        type = "string",
        direction = OUTGOING,
        description = "The names of headers, separated by commas, that a message keeps from the incoming message that "
                + "it was made from")
@ConnectorAttribute(
        name = "wait-for-write-completion",
        type = "boolean",
        direction = OUTGOING,
        defaultValue = "true",
        description = "Whether a message is acknowledged when the broker's receipt has come. If not, it is "
                + "acknowledged as soon as it is handed to the broker, which may lose it")
@ConnectorAttribute(
        name = "reply",
        type = "boolean",
        direction = OUTGOING,
        defaultValue = "false",
        description = "Whether a message that was made from a request goes to the queue that the request names in "
                + "`JMSReplyTo`, with its correlation id")
@ConnectorAttribute(
        name = "reply.destination",
        type = "string",
        direction = OUTGOING,
        description = "The queue that replies to requests of this channel come to, which no other channel may read. "
                + "The default is a temporary queue")
@ConnectorAttribute(
        name = "reply.timeout",
        type = "java.time.Duration",
        direction = OUTGOING,
        description = "The time that a request waits for its reply: at most 1 day. The default is 5 seconds")
@ConnectorAttribute(
        name = "reply.failure-handler",
        type = "string",
        direction = OUTGOING,
        description =
                "The `@Identifier` of a `PenstockReplyFailureHandler` bean that finds replies that report a failure")
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
    private final PayloadCheck payloads;
    private final WiredMethods wiredMethods;
    private final ChannelBeans beans;
    private final ChannelControls controls;
    private final ChannelTracing tracing;
    private final OpenChannels channels = new OpenChannels();

    @Inject
    PenstockConnector(
            Broker broker,
            ExecutionHolder execution,
            JsonPayloads json,
            PayloadCheck payloads,
            WiredMethods wiredMethods,
            ChannelBeans beans,
            ChannelControls controls,
            ChannelTracing tracing) {
        this.broker = ObservedBroker.behind(broker);
        this.execution = execution;
        this.json = json;
        this.payloads = payloads;
        this.wiredMethods = wiredMethods;
        this.beans = beans;
        this.controls = controls;
        this.tracing = tracing;
    }

    /** Lets the container make a proxy. */
    PenstockConnector() {
        this(null, null, null, null, null, null, null, null);
    }

    /**
     * Makes an incoming channel and declares what it reads from, unless {@code auto-declare} is off. Messages come when
     * the publisher is subscribed to.
     */
    @Override
    public Flow.Publisher<? extends Message<?>> getPublisher(Config config) {
        var settings = IncomingSettings.of(new PenstockConnectorIncomingConfiguration(beans.withDefaults(config)));
        payloads.require(settings);
        var source = new Topology(broker).source(settings);
        var channel = new IncomingChannel(
                settings,
                source,
                broker,
                newContext(),
                () -> wiredMethods.of(settings.channel()),
                InstantSource.system(),
                IncomingChannel.Handlers.of(settings, beans),
                tracing.incoming(settings.tracing(), settings.channel(), source.destination(), source.subscription()));
        beans.registerDeserialization(settings);
        channels.add(channel);
        controls.add(channel, settings.seek());
        return channel.stream();
    }

    /** Makes an outgoing channel and declares what it writes to, unless {@code auto-declare} is off. */
    @Override
    public Flow.Subscriber<? extends Message<?>> getSubscriber(Config config) {
        var settings = OutgoingSettings.of(new PenstockConnectorOutgoingConfiguration(beans.withDefaults(config)));
        new Topology(broker).target(settings);
        var channel = new OutgoingChannel(
                settings,
                CountingBroker.as(broker, "connector", settings.channel()),
                new OutgoingMapper(settings, json),
                newContext(),
                tracing.outgoing(settings.tracing(), settings.channel()));
        channels.add(channel);
        return channel.subscriber();
    }

    @Override
    public HealthReport getStartup() {
        return getReadiness();
    }

    @Override
    public HealthReport getReadiness() {
        return channels.readiness();
    }

    @Override
    public HealthReport getLiveness() {
        return channels.liveness();
    }

    /** Ends consumption together with whoever else consumes. Outgoing channels go on. */
    void drain(@Observes(notifyObserver = Reception.IF_EXISTS) Draining begun) {
        channels.drain(begun);
    }

    /** Closes all channels, before Reactive Messaging itself shuts down, and before the broker is closed. */
    void terminate(
            @Observes(notifyObserver = Reception.IF_EXISTS) @Priority(50) @BeforeDestroyed(ApplicationScoped.class)
                    Object event) {
        channels.close();
    }

    /**
     * Makes the context of a channel. It is that of one event loop, so that messages are emitted and settled in order,
     * without locks downstream.
     */
    private Context newContext() {
        return ((VertxInternal) execution.vertx().getDelegate()).createEventLoopContext();
    }
}
