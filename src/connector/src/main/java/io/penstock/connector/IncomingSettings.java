package io.penstock.connector;

import io.penstock.ConsumerOptions;
import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.Ordering;
import io.penstock.StartPosition;

import java.time.Duration;
import java.util.Optional;

/**
 * The settings of an incoming channel, checked as far as it can be done without the broker.
 *
 * @param subscription the name of the subscription; empty for the default of the destination's kind
 */
record IncomingSettings(
        String channel,
        String destination,
        Optional<DestinationKind> kind,
        Optional<Integer> partitions,
        boolean autoDeclare,
        Optional<String> subscription,
        Optional<StartPosition> start,
        Optional<Ordering> ordering,
        SubscriptionPolicies policies,
        FailureStrategy failureStrategy,
        boolean waitForSettlement,
        int maxInflight,
        Duration lease,
        Duration closeTimeout,
        boolean broadcast,
        boolean healthLazySubscription,
        ChannelHealth.Switches health)
        implements ChannelSettings {

    static IncomingSettings of(PenstockConnectorIncomingConfiguration config) {
        var attributes = new ChannelAttributes(config.getChannel());
        return new IncomingSettings(
                config.getChannel(),
                attributes.named("destination", config.getDestination().orElse(attributes.name())),
                attributes.kind(config.getKind()),
                attributes.within("partitions", config.getPartitions(), 1, Destination.MAX_PARTITIONS),
                config.getAutoDeclare(),
                config.getSubscription().map(name -> attributes.named("subscription", name)),
                attributes.start(config.getStart()),
                attributes.choice("ordering", config.getOrdering(), Ordering.class),
                SubscriptionPolicies.of(config, attributes),
                attributes
                        .choice("failure-strategy", Optional.of(config.getFailureStrategy()), FailureStrategy.class)
                        .orElseThrow(),
                config.getWaitForSettlement(),
                attributes.inflight(config.getMaxInflightMessages()),
                attributes.within(
                        "lease", config.getLease().orElse(ConsumerOptions.DEFAULT_LEASE), ChannelAttributes.MAX_LEASE),
                attributes.closeTimeout(config.getCloseTimeout()),
                config.getBroadcast(),
                config.getHealthLazySubscription(),
                new ChannelHealth.Switches(config.getHealthEnabled(), config.getHealthReadinessEnabled()));
    }
}
