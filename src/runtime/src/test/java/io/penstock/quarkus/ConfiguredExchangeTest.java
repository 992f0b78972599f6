package io.penstock.quarkus;

import io.penstock.Binding;
import io.penstock.Destination;
import io.penstock.Exchange;
import io.penstock.ExchangeType;
import io.penstock.HeaderMatch;
import io.penstock.PenstockException;
import io.penstock.UnroutablePolicy;
import io.penstock.quarkus.config.PenstockConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ConfiguredExchangeTest {

    private final Map<String, Destination> existing = new LinkedHashMap<>();
    private final List<Binding> bound = new ArrayList<>();

    @SuppressWarnings("unused")
    private final class Script {

        Optional<Destination> destination(String name) {
            return Optional.ofNullable(existing.get(name));
        }

        Destination declare(Destination wanted) {
            var alternate = wanted.isExchange() ? wanted.exchange().alternate() : null;
            assertThat(alternate == null || existing.containsKey(alternate)).isTrue();
            existing.put(wanted.name(), wanted);
            return wanted;
        }

        Destination alter(Destination wanted) {
            existing.put(wanted.name(), wanted);
            return wanted;
        }

        void bind(Binding binding) {
            bound.add(binding);
        }
    }

    private void declare(Map<String, String> properties) {
        var values = new HashMap<String, String>();
        properties.forEach((name, value) -> values.put("quarkus.penstock.destinations." + name, value));
        var destinations = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(PenstockConfig.class)
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build()
                .getConfigMapping(PenstockConfig.class)
                .destinations();
        var configured = new ConfiguredDestinations(destinations);
        var broker = FakeBroker.with(new Script());
        configured.declareStored(broker);
        configured.declareExchanges(broker);
    }

    @Test
    void shouldDeclareExchangesBehindWhatTheyName() {
        declare(Map.of(
                "a.kind", "exchange",
                "a.exchange.type", "pattern",
                "a.exchange.alternate", "b",
                "a.exchange.bindings[0].destination", "z",
                "a.exchange.bindings[0].pattern", "orders.#",
                "b.kind", "exchange",
                "b.exchange.type", "headers",
                "b.exchange.alternate", "z",
                "z.kind", "queue"));

        assertThat(existing.get("a"))
                .isEqualTo(Destination.exchange(
                                "a",
                                Exchange.of(ExchangeType.PATTERN).alternate("b").build())
                        .build());
        assertThat(bound).containsExactly(Binding.of("a", "orders.#", "z").build());
    }

    @Test
    void shouldTakeEverythingOfABindingAndAlterWhatIsDifferentNow() {
        declare(Map.of(
                "h.kind", "exchange",
                "h.exchange.type", "headers",
                "h.exchange.bindings[0].destination", "q",
                "h.exchange.bindings[0].match", "any",
                "h.exchange.bindings[0].headers.country", "de",
                "h.exchange.bindings[0].filter", "a = 1"));
        assertThat(bound)
                .containsExactly(Binding.headers("h", HeaderMatch.ANY, Map.of("country", "de"), "q")
                        .filter("a = 1")
                        .build());

        declare(Map.of("h.kind", "exchange", "h.exchange.type", "headers", "h.exchange.unroutable", "discard"));
        assertThat(existing.get("h").exchange().unroutable()).isEqualTo(UnroutablePolicy.DISCARD);
    }

    @Test
    void shouldNameThePropertyOfWhatCannotBe() {
        assertThatThrownBy(() -> declare(Map.of("d.kind", "exchange")))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("quarkus.penstock.destinations.\"d\"")
                .hasMessageContaining("has no type");
        assertThatThrownBy(() ->
                        declare(Map.of("d.kind", "exchange", "d.exchange.type", "direct", "d.retention.max-age", "1d")))
                .hasMessageContaining("quarkus.penstock.destinations.\"d\"")
                .hasMessageContaining("stores no messages");
        assertThatThrownBy(() -> declare(Map.of("d.kind", "queue", "d.exchange.type", "direct")))
                .hasMessageContaining("set kind = exchange");
    }
}
