package io.penstock.quarkus.listener;

import io.penstock.DeadLetterPolicy;
import io.penstock.DestinationKind;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.conformance.tool.EachSeed;
import io.penstock.conformance.tool.EdgeValues;
import io.penstock.quarkus.config.EdgeSettings;
import io.penstock.quarkus.config.EdgeSettings.Property;
import io.penstock.quarkus.config.PenstockConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Overrides the annotations of a listener with values from the edges of every type: the listener can be declared and
 * consumes, or the start fails with one line that names the property. {@code -Dpenstock.seeds=N} tries more seeds.
 */
class EdgeListenersTest {

    private static final int SEEDS = 3;
    private static final int VALUES = 20;
    private static final String LISTENER = "quarkus.penstock.listeners.\"d0\".";

    private static final List<Property> PROPERTIES = EdgeSettings.of("quarkus.penstock", PenstockConfig.class).stream()
            .filter(property -> property.name().startsWith(LISTENER))
            .toList();

    private static final List<ListenerDefinition> LISTENERS = List.of(
            ListenerPlanTest.definition(DestinationKind.QUEUE, "orders", "", DeadLetterPolicy.DEFAULT),
            ListenerPlanTest.definition(DestinationKind.TOPIC, "prices", "audit", DeadLetterPolicy.DEFAULT));

    @TempDir
    Path directory;

    @Test
    void shouldConsumeOrNameThePropertyThatIsWrong() {
        assertThat(PROPERTIES).hasSizeGreaterThan(20);
        EachSeed.fromAnywhere(SEEDS, seed -> {
            System.out.println("Edges of values in the settings of listeners, seed " + seed);
            var values = new EdgeValues(new Random(seed), InstantSource.system());
            var settings = new EdgeSettings(values);
            var faults = new SoftAssertions();
            var own = directory.resolve("seed" + seed);
            try (var broker = EmbeddedBroker.open(BrokerOptions.in(own).withDurability(Durability.OS))) {
                for (var property : PROPERTIES) {
                    for (int i = 0; i < VALUES; i++) {
                        var value = settings.value(property);
                        var listener = values.of(LISTENERS);
                        faults.assertThatCode(() -> start(broker, listener, property, value))
                                .doesNotThrowAnyException();
                    }
                }
            }
            EmbeddedBroker.open(BrokerOptions.in(own)).close();
            faults.assertAll();
        });
    }

    private static void start(EmbeddedBroker broker, ListenerDefinition listener, Property property, String value) {
        try {
            var plan = planned(broker, listener, property, value);
            if (plan != null) {
                assertThat(EdgeSettings.hasForeignDigits(property, value))
                        .as("%s = '%s' is taken", property.name(), value)
                        .isFalse();
                consume(broker, plan);
            }
        } finally {
            broker.destinations().forEach(found -> broker.operations().delete(found.name(), true, "test"));
        }
    }

    /** The plan of a listener that is declared; null if the property is refused, by its name. */
    private static ListenerPlan planned(
            EmbeddedBroker broker, ListenerDefinition listener, Property property, String value) {
        try {
            var plan = plan(listener, property.name(), value);
            plan.declare(broker);
            return plan;
        } catch (RuntimeException problem) {
            assertThat(problem.getMessage())
                    .as("%s = '%s': %s", property.name(), value, problem)
                    .satisfiesAnyOf(
                            text -> assertThat(text).contains(property.name()),
                            text -> assertThat(text)
                                    .startsWith("Listener 'd0'")
                                    .containsAnyOf(lastOf(property.name()), camelCase(lastOf(property.name()))));
            if (problem instanceof PenstockException) {
                assertThat(problem.getMessage().lines()).hasSize(1);
            }
            return null;
        }
    }

    /** Values that do not fit together are named as the policy names them, with the listener. */
    private static String lastOf(String property) {
        return property.substring(property.lastIndexOf('.') + 1);
    }

    private static String camelCase(String name) {
        return Pattern.compile("-(.)")
                .matcher(name)
                .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
    }

    private static void consume(EmbeddedBroker broker, ListenerPlan plan) {
        var taken = new CompletableFuture<Message>();
        try (var consumer = broker.consume(
                plan.consumer(),
                deliveries -> deliveries.forEach(delivery -> {
                    taken.complete(delivery.message());
                    delivery.acceptAsync();
                }))) {
            consumer.request(plan.prefetch());
            broker.send(Message.to(plan.destination().name()).body("a").build());
            if (plan.consumer().filter() == null && plan.subscription().filter() == null) {
                taken.join();
            }
        }
    }

    private static ListenerPlan plan(ListenerDefinition listener, String property, String value) {
        var config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(PenstockConfig.class)
                .withSources(new PropertiesConfigSource(Map.of(property, value), "test", 100))
                .build()
                .getConfigMapping(PenstockConfig.class);
        return ListenerPlan.of(
                "d0",
                listener,
                new ConfigExpressions(name -> Optional.empty()),
                config.listeners().get("d0"));
    }
}
