package io.penstock.postgres;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;

import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** The configuration of an application without the extension that makes short and long names one. */
class OptionalDatabaseTest {

    private static final String LONG = "quarkus.penstock.postgres.optional";
    private static final String SHORT = "penstock.postgres.optional";
    private static final String URL = "quarkus.datasource.jdbc.url";

    @Test
    void shouldDoWithoutADatabaseUnderEitherName() {
        assertThat(isInactive(Map.of(LONG, "true"), Map.of())).isTrue();
        assertThat(isInactive(Map.of(SHORT, "true"), Map.of())).isTrue();
        assertThat(isInactive(Map.of(), Map.of())).isFalse();
        assertThat(isInactive(Map.of(LONG, "true", URL, "jdbc:postgresql://db/shop"), Map.of()))
                .isFalse();
    }

    @Test
    void shouldUseADatabaseThatWasNotThereWhenTheApplicationWasBuilt() {
        var config = new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(
                        Map.of("quarkus.hibernate-orm.active", "false"),
                        "recorded by the build",
                        Integer.MIN_VALUE + 100))
                .withSources(
                        new PropertiesConfigSource(Map.of(LONG, "true", URL, "jdbc:postgresql://db/shop"), "file", 250))
                .withSources(new OptionalDatabase())
                .build();
        assertThat(config.getConfigValue("quarkus.hibernate-orm.active").getValue())
                .isEqualTo("true");
    }

    @Test
    void shouldPreferTheSourceThatComesFirstAndThenTheLongName() {
        assertThat(isInactive(Map.of(LONG, "true"), Map.of(SHORT, "false"))).isFalse();
        assertThat(isInactive(Map.of(SHORT, "false"), Map.of(LONG, "true"))).isTrue();
        assertThat(isInactive(Map.of(LONG, "true", SHORT, "false"), Map.of())).isTrue();
    }

    private static boolean isInactive(Map<String, String> file, Map<String, String> environment) {
        var config = new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(file, "file", 250))
                .withSources(new PropertiesConfigSource(environment, "environment", 300))
                .withSources(new OptionalDatabase())
                .build();
        return "false"
                .equals(config.getConfigValue("quarkus.hibernate-orm.active").getValue());
    }
}
