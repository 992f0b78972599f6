package io.penstock.connector;

import io.penstock.Broker;
import io.penstock.PenstockException;
import io.smallrye.reactive.messaging.providers.impl.ConnectorConfig;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.spi.ConnectorFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The channels that configuration gives to this connector, before Reactive Messaging makes them: whoever sends as soon
 * as the application starts finds what they read from and write to.
 */
public final class ConfiguredChannels {

    private final List<IncomingSettings> incoming = new ArrayList<>();
    private final List<OutgoingSettings> outgoing = new ArrayList<>();

    private ConfiguredChannels() {}

    /** @throws PenstockException.InvalidConfiguration if an attribute cannot be; it names the channel */
    public static ConfiguredChannels of(Config config) {
        var channels = new ConfiguredChannels();
        for (var channel : names(ConnectorFactory.INCOMING_PREFIX, config)) {
            read(
                    ConnectorFactory.INCOMING_PREFIX,
                    config,
                    channel,
                    attributes -> channels.incoming.add(
                            IncomingSettings.of(new PenstockConnectorIncomingConfiguration(attributes))));
        }
        for (var channel : names(ConnectorFactory.OUTGOING_PREFIX, config)) {
            read(
                    ConnectorFactory.OUTGOING_PREFIX,
                    config,
                    channel,
                    attributes -> channels.outgoing.add(
                            OutgoingSettings.of(new PenstockConnectorOutgoingConfiguration(attributes))));
        }
        return channels;
    }

    /**
     * Makes destinations and subscriptions exist as the channels ask for it; those that do not declare are left alone.
     * Channels that say of what kind their destination is come first, so that the others find it as it is meant.
     *
     * @param destinations whose channels are wanted
     */
    public void declare(Broker broker, Predicate<String> destinations) {
        var topology = new Topology(broker);
        for (boolean saysItsKind : new boolean[] {true, false}) {
            Predicate<ChannelSettings> wanted = channel -> channel.autoDeclare()
                    && channel.kind().isPresent() == saysItsKind
                    && destinations.test(channel.destination());
            incoming.stream().filter(wanted).forEach(topology::source);
            outgoing.stream().filter(wanted).forEach(topology::target);
        }
    }

    /** Every channel that a property names; of the copies that {@code concurrency} makes, the one that they are of. */
    private static Set<String> names(String prefix, Config config) {
        var names = new TreeSet<String>();
        for (var property : config.getPropertyNames()) {
            if (property.startsWith(prefix)) {
                var rest = property.substring(prefix.length());
                boolean isQuoted = rest.startsWith("\"");
                int end = isQuoted ? rest.lastIndexOf('"') : rest.indexOf('.');
                if (end > 0) {
                    names.add(new ChannelAttributes(rest.substring(isQuoted ? 1 : 0, end)).name());
                }
            }
        }
        return names;
    }

    /** Tells of the channel's attributes, unless another connector has it, or none, or it is switched off. */
    private static void read(String prefix, Config config, String channel, Consumer<Config> told) {
        var connector = config.getOptionalValue(
                ConnectorConfig.channelPrefix(prefix, channel) + ConnectorFactory.CONNECTOR_ATTRIBUTE, String.class);
        if (connector.filter(PenstockConnector.NAME::equals).isEmpty()) {
            return;
        }
        try {
            var attributes = new Attributes(prefix, config, channel);
            if (attributes
                    .getOptionalValue(ConnectorConfig.CHANNEL_ENABLED_PROPERTY, Boolean.class)
                    .orElse(true)) {
                told.accept(attributes);
            }
        } catch (IllegalArgumentException e) {
            // What cannot be read as a number, say: its message names the property and the value.
            throw new ChannelAttributes(channel).wrong(e.getMessage());
        }
    }

    /** A channel's attributes, and those of the connector, as Reactive Messaging will hand them out. */
    private static final class Attributes extends ConnectorConfig {

        private Attributes(String prefix, Config config, String channel) {
            super(prefix, config, channel);
        }
    }
}
