package io.penstock.connector.attribute;

import io.smallrye.reactive.messaging.annotations.ConnectorAttribute;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction;
import org.eclipse.microprofile.config.Config;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Knows the types of a connector's attributes, and refuses values that readers of configuration either take, though
 * others do not, or refuse without the name of the attribute.
 */
final class AttributeTypes {

    private final Map<String, String> types;

    private AttributeTypes(Map<String, String> types) {
        this.types = types;
    }

    static AttributeTypes of(Class<?> connector, Direction direction) {
        return new AttributeTypes(Stream.of(connector.getAnnotationsByType(ConnectorAttribute.class))
                .filter(attribute ->
                        attribute.direction() == direction || attribute.direction() == Direction.INCOMING_AND_OUTGOING)
                .collect(Collectors.toUnmodifiableMap(ConnectorAttribute::name, ConnectorAttribute::type)));
    }

    void check(Config config, ChannelAttributes channel) {
        types.forEach((name, type) -> {
            switch (type) {
                case "int", "long" -> requireAsciiDigits(config, channel, name);
                case "java.time.Duration" -> requireComputable(config, channel, name);
                default -> {}
            }
        });
    }

    /** Java takes the digits of every script for a number. */
    private static void requireAsciiDigits(Config config, ChannelAttributes channel, String name) {
        config.getOptionalValue(name, String.class)
                .filter(text -> text.chars().anyMatch(letter -> letter > 0x7f && Character.isDigit(letter)))
                .ifPresent(text -> {
                    throw channel.wrong(name, text, "use the digits 0 to 9");
                });
    }

    /** A duration that is too long to be computed fails its reader, which then does not know the attribute. */
    private static void requireComputable(Config config, ChannelAttributes channel, String name) {
        try {
            config.getOptionalValue(name, Duration.class);
        } catch (ArithmeticException e) {
            var text = config.getOptionalValue(name, String.class).orElse("");
            throw channel.wrong(name, text, "it is longer than any duration can be: use one such as '10s'");
        }
    }
}
