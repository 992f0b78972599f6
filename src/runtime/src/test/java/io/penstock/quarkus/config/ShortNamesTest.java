package io.penstock.quarkus.config;

import io.penstock.Durability;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

class ShortNamesTest {

    private static SmallRyeConfig config(Map<String, String> file, Map<String, String> environment) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withProfile("special")
                .addDefaultInterceptors()
                .withInterceptors(new ShortNames())
                .withSources(
                        new PropertiesConfigSource(file, "file", 250),
                        new PropertiesConfigSource(environment, "env", 300))
                .withMapping(PenstockConfig.class)
                .withDefaultValue("quarkus.penstock.max-message-size", "2M")
                .build();
    }

    private static PenstockConfig read(Map<String, String> file, Map<String, String> environment) {
        return config(file, environment).getConfigMapping(PenstockConfig.class);
    }

    @Test
    void shouldReadShortNames() {
        // when
        var config = read(
                Map.of(
                        "penstock.durability", "os",
                        "penstock.max-message-size", "3M",
                        "penstock.destinations.\"a.b\".kind", "topic",
                        "penstock.destinations.\"a.b\".exchange.bindings[0].destination", "c"),
                Map.of());

        // then
        assertThat(config.durability()).isEqualTo(Durability.OS);
        assertThat(config.maxMessageSize().asLongValue()).isEqualTo(3 << 20);
        assertThat(config.destinations()).containsOnlyKeys("a.b");
        assertThat(config.destinations().get("a.b").exchange().bindings())
                .singleElement()
                .satisfies(binding -> assertThat(binding.destination()).isEqualTo("c"));
    }

    @Test
    void shouldLetTheSourceDecideWhereBothNamesAreSet() {
        assertThat(read(Map.of("quarkus.penstock.data", "long"), Map.of("penstock.data", "short"))
                        .data())
                .isEqualTo(Path.of("short"));
        assertThat(read(Map.of("penstock.data", "short"), Map.of("quarkus.penstock.data", "long"))
                        .data())
                .isEqualTo(Path.of("long"));
        assertThat(read(Map.of("penstock.data", "short", "quarkus.penstock.data", "long"), Map.of())
                        .data())
                .isEqualTo(Path.of("long"));
    }

    @Test
    void shouldGiveTheSameValueUnderBothNames() {
        for (var written : new String[] {"penstock.data", "quarkus.penstock.data"}) {
            var config = config(Map.of(written, "there"), Map.of());
            for (var read : new String[] {"penstock.data", "quarkus.penstock.data"}) {
                assertThat(config.getValue(read, String.class)).isEqualTo("there");
            }
        }
    }

    @Test
    void shouldFindShortNamesInExpressionsOfLongOnes() {
        var config = config(
                Map.of("penstock.data", "there", "a", "${quarkus.penstock.data}/a", "b", "${penstock.data}/b"),
                Map.of());
        assertThat(config.getValue("a", String.class)).isEqualTo("there/a");
        assertThat(config.getValue("b", String.class)).isEqualTo("there/b");
    }

    @Test
    void shouldReadShortNamesOfAProfile() {
        var config = config(
                Map.of(
                        "%special.penstock.data", "there",
                        "penstock.data", "here",
                        "%special.quarkus.penstock.durability", "os",
                        "penstock.durability", "memory"),
                Map.of());
        assertThat(config.getValue("quarkus.penstock.data", String.class)).isEqualTo("there");
        assertThat(config.getValue("penstock.data", String.class)).isEqualTo("there");
        assertThat(config.getConfigMapping(PenstockConfig.class).durability()).isEqualTo(Durability.OS);
    }

    @Test
    void shouldLeaveNamesOfOthersAlone() {
        var names = new ArrayList<String>();
        config(Map.of("penstock.http.max-body-size", "1M"), Map.of())
                .getPropertyNames()
                .forEach(names::add);
        assertThat(names).contains("penstock.http.max-body-size").doesNotContain("quarkus.penstock.http.max-body-size");
    }

    @Test
    void shouldCoverEverySection() {
        var sections = Arrays.stream(PenstockConfig.class.getDeclaredMethods())
                .map(Method::getName)
                .map(name -> name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        sections.addAll(List.of("outbox", "postgres", "triage"));
        sections.add("devservices");
        assertThat(ShortNames.SECTIONS).isEqualTo(sections);
    }
}
