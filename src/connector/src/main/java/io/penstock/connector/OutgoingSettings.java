package io.penstock.connector;

import io.penstock.DestinationKind;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How one outgoing channel was configured, checked as far as it can be without the broker. */
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
        Duration closeTimeout,
        ChannelHealth.Switches health)
        implements ChannelSettings {

    static OutgoingSettings of(PenstockConnectorOutgoingConfiguration config) {
        var attributes = new ChannelAttributes(config.getChannel());
        return new OutgoingSettings(
                config.getChannel(),
                config.getDestination().orElse(attributes.name()),
                attributes.kind(config.getKind()),
                config.getPartitions(),
                config.getAutoDeclare(),
                config.getKey(),
                config.getPropagateKey(),
                config.getPropagateHeaders().map(OutgoingSettings::names).orElse(List.of()),
                attributes.inflight(config.getMaxInflightMessages()),
                config.getWaitForWriteCompletion(),
                attributes.notNegative(
                        "close-timeout", config.getCloseTimeout().orElse(ChannelAttributes.DEFAULT_CLOSE_TIMEOUT)),
                new ChannelHealth.Switches(config.getHealthEnabled(), config.getHealthReadinessEnabled()));
    }

    private static List<String> names(String commaSeparated) {
        return Arrays.stream(commaSeparated.split(","))
                .map(String::trim)
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
