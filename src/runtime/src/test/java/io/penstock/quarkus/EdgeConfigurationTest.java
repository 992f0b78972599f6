package io.penstock.quarkus;

import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.conformance.tool.EachSeed;
import io.penstock.conformance.tool.EdgeValues;
import io.penstock.quarkus.alert.ConfiguredAlert;
import io.penstock.quarkus.alert.Webhooks;
import io.penstock.quarkus.config.EdgeSettings;
import io.penstock.quarkus.config.EdgeSettings.Property;
import io.penstock.quarkus.config.PenstockConfig;
import io.penstock.quarkus.jms.ConfiguredJms;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Configures values from the edges of every type: the start works, or fails with one line that names the property.
 * {@code -Dpenstock.seeds=N} tries more seeds.
 */
class EdgeConfigurationTest {

    private static final int SEEDS = 3;
    private static final int VALUES = 12;
    private static final String DESTINATION = "quarkus.penstock.destinations.\"d0\".";
    private static final String SCHEDULE = "quarkus.penstock.schedules.\"d0\".";
    private static final String ALERT = "quarkus.penstock.alerts.\"d0\".";
    private static final String WEBHOOK = "quarkus.penstock.webhooks.\"d0\".";

    /** The properties of listeners are left out: {@code EdgeListenersTest} has them. */
    private static final List<Property> PROPERTIES = EdgeSettings.of("quarkus.penstock", PenstockConfig.class).stream()
            .filter(property -> !property.name().startsWith("quarkus.penstock.listeners."))
            .toList();

    @TempDir
    Path directory;

    @Test
    void shouldStartOrNameThePropertyThatIsWrong() {
        EachSeed.fromAnywhere(SEEDS, seed -> {
            System.out.println("Edges of values in configuration, seed " + seed);
            var settings = new EdgeSettings(new EdgeValues(new Random(seed), InstantSource.system()));
            var faults = new SoftAssertions();
            var own = directory.resolve("seed" + seed);
            try (var broker = EmbeddedBroker.open(BrokerOptions.in(own).withDurability(Durability.OS))) {
                broker.declare(Destination.queue("innocent").build());
                for (var property : PROPERTIES) {
                    for (int i = 0; i < VALUES; i++) {
                        var value = settings.value(property);
                        faults.assertThatCode(() -> start(broker, property, value))
                                .doesNotThrowAnyException();
                    }
                    broker.send(Message.to("innocent").body(property.name()).build());
                }
            }
            EmbeddedBroker.open(BrokerOptions.in(own)).close();
            faults.assertAll();
        });
    }

    private static void start(EmbeddedBroker broker, Property property, String value) {
        var problem = problem(broker, around(property, value));
        assertThat(problem != null || !EdgeSettings.hasForeignDigits(property, value))
                .as("%s = '%s' is taken", property.name(), value)
                .isTrue();
        if (problem != null) {
            assertThat(problem.getMessage())
                    .as("%s = '%s': %s", property.name(), value, problem)
                    .contains(named(property.name()));
            if (problem instanceof PenstockException) {
                assertThat(problem.getMessage().lines()).hasSize(1);
            }
        }
        if (broker.alerts().find("d0").isPresent()) {
            broker.alerts().remove("d0");
        }
        if (broker.schedules().find("d0").isPresent()) {
            broker.schedules().cancel("d0");
        }
        if (broker.destination("d0").isPresent()) {
            broker.operations().delete("d0", true, "test");
        }
    }

    /** What does not fit together names the entry. */
    private static String named(String property) {
        int end = property.indexOf("\".");
        return end < 0 ? property : property.substring(0, end + 1);
    }

    /** What else is needed so that it is looked at. */
    private static Map<String, String> around(Property property, String value) {
        var values = new HashMap<String, String>();
        values.put(SCHEDULE + "destination", "d1");
        values.put(SCHEDULE + "every", "1h");
        if (property.name().startsWith(DESTINATION + "exchange.")) {
            values.put(DESTINATION + "kind", "exchange");
            values.put(DESTINATION + "exchange.type", "pattern");
            values.put(DESTINATION + "exchange.bindings[0].destination", "d1");
            values.put(DESTINATION + "exchange.bindings[0].pattern", "#");
        } else if (property.name().startsWith(DESTINATION + "retention.")) {
            values.put(DESTINATION + "kind", "topic");
        } else if (property.name().equals(SCHEDULE + "cron")) {
            values.remove(SCHEDULE + "every");
        }
        if (property.name().startsWith(ALERT) && !property.name().equals(ALERT + "disk-above")) {
            values.put(ALERT + "destinations", "d1");
            boolean isCondition = property.name().matches(".*(-than|-above|-for)");
            if (!isCondition) {
                values.put(ALERT + "more-dead-letters-than", "5");
            }
        } else if (property.name().startsWith(WEBHOOK)) {
            values.put(WEBHOOK + "url", "https://alerts.example.com/");
            values.put(WEBHOOK + "secret", "a secret of the tests");
        }
        values.put(property.name(), value);
        return values;
    }

    private static Exception problem(EmbeddedBroker broker, Map<String, String> values) {
        try {
            var config = new SmallRyeConfigBuilder()
                    .addDiscoveredConverters()
                    .withMapping(PenstockConfig.class)
                    .withSources(new PropertiesConfigSource(values, "test", 100))
                    .build()
                    .getConfigMapping(PenstockConfig.class);
            ConfiguredBroker.checkDrainTimeout(config);
            ConfiguredBroker.options(config);
            ConfiguredJms.options(config.jms());
            var destinations = new ConfiguredDestinations(config.destinations());
            destinations.declareStored(broker);
            destinations.declareExchanges(broker);
            config.schedules()
                    .forEach((name, schedule) ->
                            ConfiguredSchedule.of(name, schedule).declare(broker));
            config.alerts()
                    .forEach((name, alert) -> ConfiguredAlert.of(name, alert).declare(broker));
            Webhooks.check(config);
            return null;
        } catch (Exception e) {
            return e;
        }
    }
}
