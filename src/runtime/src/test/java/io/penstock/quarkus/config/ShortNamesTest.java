package io.penstock.quarkus.config;

import io.penstock.Durability;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

class ShortNamesTest {

    private static SmallRyeConfig config(Map<String, String> file, Map<String, String> environment) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withInterceptors(new ShortNames())
                .withSources(
                        new PropertiesConfigSource(file, "file", 250), new PropertiesConfigSource(environment, "env", 300))
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
    void shouldLeaveNamesOfOthersAlone() {
        assertThat(config(Map.of("penstock.http.max-body-size", "1M"), Map.of()).getPropertyNames())
                .contains("penstock.http.max-body-size")
                .doesNotContain("quarkus.penstock.http.max-body-size");
    }

    @Test
    void shouldCoverEverySection() {
        var sections = Arrays.stream(PenstockConfig.class.getDeclaredMethods())
                .map(Method::getName)
                .map(name -> name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        sections.add("postgres");
        assertThat(ShortNames.SECTIONS).isEqualTo(sections);
    }
}
