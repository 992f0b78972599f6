package io.penstock.connector.attribute;

import io.penstock.spi.NearestName;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.spi.ConnectorFactory;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Knows the names of all attributes that a channel can have, and refuses others: a misspelt one would be without
 * effect. Also refuses values that are no numbers or durations.
 */
public final class AttributeNames {

    /** What Reactive Messaging itself reads from the configuration of a channel, whatever its connector is. */
    private static final Set<String> OF_REACTIVE_MESSAGING = Set.of(
            "broadcast",
            "buffer-size",
            "buffer-strategy",
            "channel-name",
            "concurrency",
            "connector",
            "enabled",
            "initially-paused",
            "late-subscription",
            "merge",
            "pausable",
            "pausable.buffer-size",
            "pausable.buffer-strategy",
            "pausable.initially-paused",
            "pausable.late-subscription",
            "type");

    /**
     * What Quarkus sets at build time for connectors of other extensions, also on channels of which it does not know
     * the connector. It has no effect here.
     */
    private static final Set<String> OF_OTHER_EXTENSIONS =
            Set.of("graceful-shutdown", "key.deserializer", "key.serializer", "value.deserializer", "value.serializer");

    private final Set<String> incoming;
    private final Set<String> outgoing;
    private final AttributeTypes incomingTypes;
    private final AttributeTypes outgoingTypes;

    private AttributeNames(Class<?> connector) {
        incoming = of(connector, Direction.INCOMING);
        outgoing = of(connector, Direction.OUTGOING);
        incomingTypes = AttributeTypes.of(connector, Direction.INCOMING);
        outgoingTypes = AttributeTypes.of(connector, Direction.OUTGOING);
    }

    /** Reads the annotations of a connector. In a native image this has to happen when that is built. */
    public static AttributeNames of(Class<?> connector) {
        return new AttributeNames(connector);
    }

    private static Set<String> of(Class<?> connector, Direction direction) {
        var own = Stream.of(connector.getAnnotationsByType(ConnectorAttribute.class))
                .filter(attribute ->
                        attribute.direction() == direction || attribute.direction() == Direction.INCOMING_AND_OUTGOING)
                .map(ConnectorAttribute::name);
        return Stream.of(own, OF_REACTIVE_MESSAGING.stream(), OF_OTHER_EXTENSIONS.stream())
                .flatMap(names -> names)
                .collect(Collectors.toUnmodifiableSet());
    }

    public void requireIncoming(Config config, ChannelAttributes channel) {
        require(config, channel, incoming, outgoing, "outgoing");
        incomingTypes.check(config, channel);
    }

    public void requireOutgoing(Config config, ChannelAttributes channel) {
        require(config, channel, outgoing, incoming, "incoming");
        outgoingTypes.check(config, channel);
    }

    /**
     * Checks what a bean gives as attributes, for channels of both directions. What Reactive Messaging itself reads
     * would have no effect there.
     */
    public void requireDefaults(Map<String, Object> defaults, String bean, ChannelAttributes channel) {
        var known = Stream.concat(incoming.stream(), outgoing.stream())
                .filter(name -> !OF_REACTIVE_MESSAGING.contains(name) && !name.equals(NamedDefaults.ATTRIBUTE))
                .collect(Collectors.toSet());
        defaults.forEach((name, value) -> {
            if (!known.contains(name)) {
                throw channel.wrong("the bean '" + bean + "' has no attribute '" + name + "' to give"
                        + NearestName.hint(name, known));
            }
            if (value == null) {
                throw channel.wrong("the bean '" + bean + "' gives no value for attribute '" + name + "'");
            }
        });
    }

    private static void require(
            Config config, ChannelAttributes channel, Set<String> known, Set<String> others, String direction) {
        for (var name : config.getPropertyNames()) {
            if (isKnown(name, known)) {
                continue;
            }
            if (!isKnown(name, others)) {
                throw channel.wrong("there is no attribute '" + name + "'" + NearestName.hint(name, known));
            }
            if (isOfChannel(config, name)) {
                throw channel.wrong("attribute '" + name + "' is only for " + direction + " channels"
                        + NearestName.hint(name, known));
            }
        }
    }

    /** A name from an environment variable has an underscore for every other sign. */
    private static boolean isKnown(String name, Set<String> known) {
        return known.contains(name)
                || known.stream().anyMatch(each -> plain(each).equals(plain(name)));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace('-', '_').replace('.', '_');
    }

    /** Whether the channel itself has the attribute: those of the connector are for channels of both directions. */
    private static boolean isOfChannel(Config config, String name) {
        var property = config.getConfigValue(name).getName();
        return property == null || !property.startsWith(ConnectorFactory.CONNECTOR_PREFIX);
    }
}
