package io.penstock.connector;

import io.penstock.Broker;
import io.penstock.PenstockException;
import io.penstock.connector.attribute.ChannelAttributes;
import io.penstock.connector.attribute.NamedDefaults;
import io.penstock.connector.attribute.SharedPolicies;
import io.smallrye.reactive.messaging.providers.impl.ConnectorConfig;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.spi.ConnectorFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import jakarta.enterprise.inject.spi.CDI;

/**
 * Reads the channels of this connector from the configuration, and declares what they read from and write to. This
 * happens before Reactive Messaging makes the channels, so that code that sends during the start finds it.
 */
public final class ConfiguredChannels {

    private final List<IncomingSettings> incoming = new ArrayList<>();
    private final List<OutgoingSettings> outgoing = new ArrayList<>();

    private ConfiguredChannels() {}

    /**
     * Reads the channels.
     *
     * @throws PenstockException.InvalidConfiguration if an attribute is invalid; the message names the channel
     */
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
     * Declares destinations and subscriptions for the channels, except for those with {@code auto-declare=false}.
     * Channels that set the kind of their destination come first, so that the others find it declared with that kind.
     *
     * @param destinations selects the destinations whose channels are declared
     * @param policies what others in the application ask of subscriptions
     * @throws PenstockException.InvalidConfiguration if a channel asks for other policies than somebody else who has
     *     its subscription; the message names both
     */
    public void declare(Broker broker, Predicate<String> destinations, SharedPolicies policies) {
        var topology = new Topology(broker, policies);
        for (boolean saysItsKind : new boolean[] {true, false}) {
            Predicate<ChannelSettings> wanted = channel -> channel.autoDeclare()
                    && channel.kind().isPresent() == saysItsKind
                    && destinations.test(channel.destination());
            incoming.stream().filter(wanted).forEach(topology::source);
            outgoing.stream().filter(wanted).forEach(topology::target);
        }
    }

    /**
     * The names of the channels that properties configure. Copies that {@code concurrency} makes count as one channel.
     */
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

    /** Passes on the attributes of a channel, unless it belongs to another connector or is disabled. */
    private static void read(String prefix, Config config, String channel, Consumer<Config> told) {
        if (!PenstockConnector.NAME.equals(connector(prefix, config, channel))) {
            return;
        }
        try {
            var attributes = new Attributes(prefix, config, channel);
            if (attributes
                    .getOptionalValue(ConnectorConfig.CHANNEL_ENABLED_PROPERTY, Boolean.class)
                    .orElse(true)) {
                told.accept(withDefaults(attributes));
            }
        } catch (IllegalArgumentException e) {
            // An attribute of the wrong type ends here: the message names the property and the value.
            throw new ChannelAttributes(channel).wrong(e.getMessage());
        }
    }

    /** The name of the connector of a channel; null if that is not set. */
    private static String connector(String prefix, Config config, String channel) {
        return config.getOptionalValue(
                        ConnectorConfig.channelPrefix(prefix, channel) + ConnectorFactory.CONNECTOR_ATTRIBUTE,
                        String.class)
                .orElse(null);
    }

    /** Whether an outgoing channel is one of this connector: others may stand in for it in tests. */
    public static boolean isOutgoing(Config config, String channel) {
        return PenstockConnector.NAME.equals(connector(ConnectorFactory.OUTGOING_PREFIX, config, channel));
    }

    /** The settings of one outgoing channel, as Reactive Messaging will give them to the connector. */
    static OutgoingSettings outgoing(Config config, String channel) {
        return OutgoingSettings.of(new PenstockConnectorOutgoingConfiguration(
                withDefaults(new Attributes(ConnectorFactory.OUTGOING_PREFIX, config, channel))));
    }

    /** Only whoever names a bean in the configuration needs a container to find it in. */
    private static Config withDefaults(Config attributes) {
        return NamedDefaults.nameOf(attributes).isEmpty()
                ? attributes
                : CDI.current().select(ChannelBeans.class).get().withDefaults(attributes);
    }

    /** Gives the attributes of a channel and of the connector as Reactive Messaging will do. */
    private static final class Attributes extends ConnectorConfig {

        private Attributes(String prefix, Config config, String channel) {
            super(prefix, config, channel);
        }
    }
}
