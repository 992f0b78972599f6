package io.penstock.connector;

import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.connector.attribute.ChannelAttributes;
import io.penstock.connector.cloudevent.SentEvents;
import io.penstock.connector.stream.ChannelHealth;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The settings of an outgoing channel, checked as far as it can be done without the broker. */
record OutgoingSettings(
        String channel,
        String destination,
        Optional<DestinationKind> kind,
        Optional<Integer> partitions,
        boolean autoDeclare,
        Optional<String> key,
        boolean propagateKey,
        List<String> propagateHeaders,
        int maxInflight,
        boolean waitForWriteCompletion,
        boolean reply,
        Optional<String> replyDestination,
        Duration replyTimeout,
        Optional<String> replyFailureHandler,
        Duration closeTimeout,
        boolean tracing,
        SentEvents cloudEvents,
        ChannelHealth.Switches health)
        implements ChannelSettings {

    /** As long as those who wait for replies of other connectors wait. */
    private static final Duration DEFAULT_REPLY_TIMEOUT = Duration.ofSeconds(5);

    /** The longest time-out: what waits is kept in memory. */
    private static final Duration MAX_REPLY_TIMEOUT = Duration.ofDays(1);

    static OutgoingSettings of(PenstockConnectorOutgoingConfiguration config) {
        var attributes = new ChannelAttributes(config.getChannel());
        NAMES.requireOutgoing(config.config(), attributes);
        return new OutgoingSettings(
                config.getChannel(),
                attributes.named("destination", config.getDestination().orElse(attributes.name())),
                attributes.kind(config.getKind()),
                attributes.within("partitions", config.getPartitions(), 1, Destination.MAX_PARTITIONS),
                config.getAutoDeclare(),
                config.getKey(),
                config.getPropagateKey(),
                config.getPropagateHeaders().map(attributes::headers).orElse(List.of()),
                attributes.inflight(config.getMaxInflightMessages()),
                config.getWaitForWriteCompletion(),
                config.getReply(),
                config.getReplyDestination().map(name -> attributes.named("reply.destination", name)),
                attributes
                        .within("reply.timeout", config.getReplyTimeout(), MAX_REPLY_TIMEOUT)
                        .orElse(DEFAULT_REPLY_TIMEOUT),
                config.getReplyFailureHandler(),
                attributes.closeTimeout(config.getCloseTimeout()),
                config.getTracingEnabled(),
                cloudEvents(config, attributes),
                new ChannelHealth.Switches(config.getHealthEnabled(), config.getHealthReadinessEnabled()));
    }

    private static SentEvents cloudEvents(PenstockConnectorOutgoingConfiguration config, ChannelAttributes attributes) {
        return new SentEvents(
                config.getCloudEvents(),
                attributes
                        .choice("cloud-events-mode", Optional.of(config.getCloudEventsMode()), SentEvents.Mode.class)
                        .orElseThrow(),
                config.getCloudEventsType(),
                config.getCloudEventsSource().map(text -> attributes.uri("cloud-events-source", text)),
                config.getCloudEventsSubject(),
                config.getCloudEventsDataContentType(),
                config.getCloudEventsDataSchema().map(text -> attributes.uri("cloud-events-data-schema", text)),
                config.getCloudEventsInsertTimestamp());
    }
}
