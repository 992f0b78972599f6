package io.penstock.quarkus.config;

import io.penstock.Cleanup;
import io.penstock.Compression;
import io.penstock.DestinationKind;
import io.penstock.Durability;
import io.penstock.ExchangeType;
import io.penstock.HeaderMatch;
import io.penstock.MisfirePolicy;
import io.penstock.Ordering;
import io.penstock.Overflow;
import io.penstock.UnroutablePolicy;
import io.penstock.listener.DeadLetter;
import io.quarkus.runtime.configuration.ConfigBuilder;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;
import io.smallrye.config.PropertyName;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.common.utils.StringUtil;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jakarta.annotation.Priority;

/**
 * Checks properties that have one of a few values, when the application reads them. What reads the configuration
 * otherwise would say it in terms of classes, amid its own words.
 *
 * <p>The priority is above that of expressions, so that it is the value itself that is checked.
 */
@Priority(Priorities.LIBRARY + 400)
public final class Choices implements ConfigSourceInterceptor {

    private static final long serialVersionUID = 1L;

    /** The properties, and what each of them is. */
    static final Map<String, Class<? extends Enum<?>>> PROPERTIES = Map.ofEntries(
            Map.entry("engine", Engine.class),
            Map.entry("durability", Durability.class),
            Map.entry("kafka.role", InstanceRole.class),
            Map.entry("destinations.*.kind", DestinationKind.class),
            Map.entry("destinations.*.compression", Compression.class),
            Map.entry("destinations.*.retention.cleanup", Cleanup.class),
            Map.entry("destinations.*.limits.overflow", Overflow.class),
            Map.entry("destinations.*.exchange.type", ExchangeType.class),
            Map.entry("destinations.*.exchange.unroutable", UnroutablePolicy.class),
            Map.entry("destinations.*.exchange.bindings[*].match", HeaderMatch.class),
            Map.entry("schedules.*.misfire", MisfirePolicy.class),
            Map.entry("listeners.*.ordering", Ordering.class),
            Map.entry("listeners.*.dead-letter.policy", DeadLetter.Policy.class));

    private final Map<PropertyName, List<String>> choices = new HashMap<>();

    public Choices() {
        PROPERTIES.forEach((name, type) -> choices.put(
                new PropertyName(ShortNames.LONG + name),
                Arrays.stream(type.getEnumConstants())
                        .map(constant -> spelling(constant.name()))
                        .toList()));
    }

    /** Adds the check to the configuration of the running application: while it is built, nothing is refused. */
    public static final class AtRunTime implements ConfigBuilder {

        @Override
        public SmallRyeConfigBuilder configBuilder(SmallRyeConfigBuilder builder) {
            return builder.withInterceptors(new Choices());
        }
    }

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        var value = context.proceed(name);
        if (value != null && value.getValue() != null && name.startsWith(ShortNames.LONG)) {
            var allowed = choices.get(new PropertyName(name));
            if (allowed != null) {
                check(name, value.getValue(), allowed);
            }
        }
        return value;
    }

    private static void check(String name, String value, List<String> allowed) {
        var text = value.strip();
        if (!text.isEmpty() && !allowed.contains(spelling(text))) {
            var last = allowed.size() - 1;
            throw new NoChoice(new Setting(name)
                    .wrong(
                            value,
                            "choose " + String.join(", ", allowed.subList(0, last)) + " or " + allowed.get(last) + ".")
                    .getMessage());
        }
    }

    /** Values are written in lower case with dashes, and may be written as the constants are. */
    private static String spelling(String constant) {
        return StringUtil.skewer(constant);
    }

    /** Whoever reads the configuration lists the problems that it meets, each by its text: the class says nothing. */
    private static final class NoChoice extends ConfigurationException {

        private static final long serialVersionUID = 1L;

        private NoChoice(String message) {
            super(message);
        }

        @Override
        public String toString() {
            return getMessage();
        }
    }
}
