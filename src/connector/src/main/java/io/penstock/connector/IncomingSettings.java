package io.penstock.connector;

import io.penstock.ConsumerOptions;
import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.Ordering;
import io.penstock.StartPosition;
import io.penstock.connector.attribute.ChannelAttributes;
import io.penstock.connector.attribute.FailureStrategy;
import io.penstock.connector.stream.ChannelHealth;

import java.time.Duration;
import java.util.Optional;

/**
 * The settings of an incoming channel, checked as far as it can be done without the broker.
 *
 * @param subscription the name of the subscription; empty for the default of the destination's kind
 * @param seek where the subscription is put when the application starts; empty to go on where it is
 * @param consumer the name by which statistics and logs of the broker know the channel
 */
record IncomingSettings(
        String channel,
        String destination,
        Optional<DestinationKind> kind,
        Optional<Integer> partitions,
        boolean autoDeclare,
        Optional<String> subscription,
        Optional<StartPosition> start,
        Optional<StartPosition> seek,
        Optional<Ordering> ordering,
        SubscriptionPolicies policies,
        String failureStrategy,
        Optional<String> acknowledgementHandler,
        Optional<String> deserializationHandler,
        Optional<String> rebalanceListener,
        String consumer,
        boolean failOnDeserializationFailure,
        boolean waitForSettlement,
        int maxInflight,
        int prefetch,
        int maxConcurrency,
        Optional<Batch> batch,
        Duration lease,
        Duration closeTimeout,
        boolean tracing,
        boolean cloudEvents,
        boolean broadcast,
        boolean healthLazySubscription,
        ChannelHealth.Switches health)
        implements ChannelSettings {

    /** The most messages that may be taken ahead; more would only wait, and a larger number is a typing error. */
    private static final int MAX_PREFETCH = 100_000;

    /**
     * How messages are put together.
     *
     * @param timeout the time for which a batch that is not full waits for more; zero to take what is there
     */
    record Batch(int maxSize, Duration timeout) {

        /** The usual size: the costs of a batch are small then, compared with those of its messages. */
        static final int DEFAULT_SIZE = 256;

        /** The longest time-out: messages hold their leases while they wait. */
        static final Duration MAX_TIMEOUT = Duration.ofMinutes(1);
    }

    /** The strategy of the connector that is named; empty if it has to be a bean of the application. */
    Optional<FailureStrategy> ownFailureStrategy() {
        return FailureStrategy.named(failureStrategy);
    }

    static IncomingSettings of(PenstockConnectorIncomingConfiguration config) {
        var attributes = new ChannelAttributes(config.getChannel());
        NAMES.requireIncoming(config.config(), attributes);
        return new IncomingSettings(
                config.getChannel(),
                attributes.named("destination", config.getDestination().orElse(attributes.name())),
                attributes.kind(config.getKind()),
                attributes.within("partitions", config.getPartitions(), 1, Destination.MAX_PARTITIONS),
                config.getAutoDeclare(),
                config.getSubscription().map(name -> attributes.named("subscription", name)),
                attributes.position("start", config.getStart()),
                attributes.position("seek", config.getSeek()),
                attributes.choice("ordering", config.getOrdering(), Ordering.class),
                SubscriptionPolicies.of(config, attributes),
                config.getFailureStrategy(),
                config.getAcknowledgementHandler(),
                config.getDeserializationFailureHandler(),
                config.getRebalanceListener(),
                consumer(config, attributes),
                config.getFailOnDeserializationFailure(),
                config.getWaitForSettlement(),
                attributes.inflight(config.getMaxInflightMessages()),
                attributes
                        .within("prefetch", Optional.of(config.getPrefetch()), 0, MAX_PREFETCH)
                        .orElseThrow(),
                maxConcurrency(config, attributes),
                batch(config, attributes),
                attributes.within(
                        "lease", config.getLease().orElse(ConsumerOptions.DEFAULT_LEASE), ChannelAttributes.MAX_LEASE),
                attributes.closeTimeout(config.getCloseTimeout()),
                config.getTracingEnabled(),
                config.getCloudEvents(),
                config.getBroadcast(),
                config.getHealthLazySubscription(),
                new ChannelHealth.Switches(config.getHealthEnabled(), config.getHealthReadinessEnabled()));
    }

    /** Copies by {@code concurrency} keep their numbers, so that people can tell them apart. */
    private static String consumer(PenstockConnectorIncomingConfiguration config, ChannelAttributes attributes) {
        var prefix = config.getClientIdPrefix()
                .map(text -> attributes.named("client-id-prefix", text))
                .orElse("");
        var copy = config.getChannel().substring(attributes.name().length());
        return prefix
                + config.getClientId()
                        .map(text -> attributes.named("client-id", text) + copy)
                        .orElse(config.getChannel());
    }

    private static int maxConcurrency(PenstockConnectorIncomingConfiguration config, ChannelAttributes attributes) {
        int inflight = attributes.inflight(config.getMaxInflightMessages());
        var limit = attributes.within("max-concurrency", config.getMaxConcurrency(), 1, inflight);
        limit.filter(number -> config.getBatch()).ifPresent(number -> {
            throw attributes.wrong("max-concurrency", number, "with 'batch=true' set 'max-inflight-messages'");
        });
        return limit.orElse(inflight);
    }

    private static Optional<Batch> batch(PenstockConnectorIncomingConfiguration config, ChannelAttributes attributes) {
        int inflight = attributes.inflight(config.getMaxInflightMessages());
        var size = attributes.within("batch.max-size", config.getBatchMaxSize(), 1, inflight);
        var timeout = attributes.within("batch.timeout", config.getBatchTimeout(), Batch.MAX_TIMEOUT);
        if (!config.getBatch()) {
            size.ifPresent(number -> {
                throw attributes.wrong("batch.max-size", number, "without 'batch=true' there are no batches");
            });
            timeout.ifPresent(duration -> {
                throw attributes.wrong("batch.timeout", duration, "without 'batch=true' there are no batches");
            });
            return Optional.empty();
        }
        if (config.getBroadcast()) {
            throw attributes.wrong("'batch' and 'broadcast' cannot both be true: give each method a channel with a "
                    + "subscription of its own");
        }
        return Optional.of(
                new Batch(size.orElse(Math.min(Batch.DEFAULT_SIZE, inflight)), timeout.orElse(Duration.ZERO)));
    }
}
