package io.penstock.connector;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.spi.ConnectorFactory;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;

/** Channel attributes as a connector is handed them, without an application around. */
final class ChannelConfig {

    private ChannelConfig() {}

    /** @param attributes names and values in turn */
    static Config of(String channel, String... attributes) {
        Map<String, String> values = new HashMap<>();
        values.put(ConnectorFactory.CHANNEL_NAME_ATTRIBUTE, channel);
        for (int i = 0; i < attributes.length; i += 2) {
            values.put(attributes[i], attributes[i + 1]);
        }
        return new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 300, ChannelConfig::duration)
                .withSources(new PropertiesConfigSource(values, "channel", 500))
                .build();
    }

    /** Reads a number of days as Quarkus does, and everything else as Java does. */
    private static Duration duration(String text) {
        return text.matches("[0-9]+d")
                ? Duration.ofDays(Long.parseLong(text.substring(0, text.length() - 1)))
                : parsed(text);
    }

    private static Duration parsed(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static IncomingSettings incoming(String channel, String... attributes) {
        return IncomingSettings.of(new PenstockConnectorIncomingConfiguration(of(channel, attributes)));
    }

    static OutgoingSettings outgoing(String channel, String... attributes) {
        return OutgoingSettings.of(new PenstockConnectorOutgoingConfiguration(of(channel, attributes)));
    }
}
