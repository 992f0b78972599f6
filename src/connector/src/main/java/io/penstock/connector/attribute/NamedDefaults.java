package io.penstock.connector.attribute;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.Converter;
import org.eclipse.microprofile.reactive.messaging.spi.ConnectorFactory;

import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The attributes of a channel together with those of a map that a bean of the application gives. What the channel sets
 * comes first, then the map, and then what is set for all channels of the connector.
 */
public final class NamedDefaults implements Config {

    /** The attribute that names the bean. */
    public static final String ATTRIBUTE = "penstock-configuration";

    private final Config attributes;
    private final Map<String, Object> defaults;

    private NamedDefaults(Config attributes, Map<String, Object> defaults) {
        this.attributes = attributes;
        this.defaults = defaults;
    }

    /** The bean that the channel names, if it names one. */
    public static Optional<String> nameOf(Config attributes) {
        return attributes.getOptionalValue(ATTRIBUTE, String.class);
    }

    public static Config of(Config attributes, Map<String, Object> defaults) {
        return new NamedDefaults(attributes, Map.copyOf(defaults));
    }

    @Override
    public <T> Optional<T> getOptionalValue(String name, Class<T> type) {
        var value = defaults.get(name);
        return value == null || isSetByChannel(name)
                ? attributes.getOptionalValue(name, type)
                : Optional.of(converted(name, value, type));
    }

    @Override
    public <T> T getValue(String name, Class<T> type) {
        return getOptionalValue(name, type)
                .orElseThrow(() -> new NoSuchElementException("Attribute '" + name + "' is not set."));
    }

    private <T> T converted(String name, Object value, Class<T> type) {
        if (type.isInstance(value)) {
            return type.cast(value);
        }
        return attributes
                .getConverter(type)
                .map(converter -> converter.convert(value.toString()))
                .orElseThrow(() -> new IllegalArgumentException(
                        "Attribute '" + name + "' is '" + value + "', which is no " + type.getSimpleName()));
    }

    /** Whether the channel itself has the attribute: those of the connector give way to the map. */
    private boolean isSetByChannel(String name) {
        var found = attributes.getConfigValue(name);
        return found.getValue() != null
                && (found.getName() == null || !found.getName().startsWith(ConnectorFactory.CONNECTOR_PREFIX));
    }

    @Override
    public ConfigValue getConfigValue(String name) {
        return attributes.getConfigValue(name);
    }

    @Override
    public Iterable<String> getPropertyNames() {
        return attributes.getPropertyNames();
    }

    @Override
    public Iterable<ConfigSource> getConfigSources() {
        return attributes.getConfigSources();
    }

    @Override
    public <T> Optional<Converter<T>> getConverter(Class<T> type) {
        return attributes.getConverter(type);
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        return attributes.unwrap(type);
    }
}
