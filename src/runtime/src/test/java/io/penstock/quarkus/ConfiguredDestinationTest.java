package io.penstock.quarkus;

import io.penstock.Cleanup;
import io.penstock.Compression;
import io.penstock.Destination;
import io.penstock.Limits;
import io.penstock.Overflow;
import io.penstock.PenstockException;
import io.penstock.Retention;
import io.penstock.quarkus.config.PenstockConfig;
import io.penstock.quarkus.config.PenstockConfig.DestinationConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ConfiguredDestinationTest {

    private final Map<String, Destination> existing = new HashMap<>();
    private int altered;

    @SuppressWarnings("unused")
    private final class Script {

        Optional<Destination> destination(String name) {
            return Optional.ofNullable(existing.get(name));
        }

        Destination declare(Destination wanted) {
            existing.putIfAbsent(wanted.name(), wanted);
            return existing.get(wanted.name());
        }

        Destination alter(Destination wanted) {
            altered++;
            existing.put(wanted.name(), wanted);
            return wanted;
        }
    }

    private static DestinationConfig config(Map<String, String> properties) {
        var values = new HashMap<String, String>();
        properties.forEach((name, value) -> values.put("quarkus.penstock.destinations.\"d\"." + name, value));
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(PenstockConfig.class)
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build()
                .getConfigMapping(PenstockConfig.class)
                .destinations()
                .get("d");
    }

    private void declare(Map<String, String> properties) {
        ConfiguredDestination.of("d", config(properties)).declare(FakeBroker.with(new Script()));
    }

    @Test
    void shouldSayNothingThatIsNotConfigured() {
        declare(Map.of("kind", "topic", "partitions", "2"));

        assertThat(existing.get("d"))
                .isEqualTo(Destination.topic("d").partitions(2).build());
    }

    @Test
    void shouldTakeWhatIsConfigured() {
        declare(Map.of(
                "kind", "topic",
                "retention.cleanup", "compact",
                "retention.max-age", "30d",
                "retention.max-size", "1M",
                "retention.tombstone-age", "2h",
                "compression", "zstd",
                "deduplication", "10m",
                "priorities", "7"));

        assertThat(existing.get("d").priorities()).isEqualTo(7);
        assertThat(existing.get("d").deduplication()).isEqualTo(Duration.ofMinutes(10));
        assertThat(existing.get("d").retention())
                .isEqualTo(Retention.builder()
                        .cleanup(Cleanup.COMPACT)
                        .maxAge(Duration.ofDays(30))
                        .maxBytes(1 << 20)
                        .tombstoneAge(Duration.ofHours(2))
                        .build());
        assertThat(existing.get("d").compression()).isEqualTo(Compression.ZSTD);
    }

    @Test
    void shouldTakeLimitsAndATimeToLive() {
        declare(Map.of(
                "limits.max-messages", "1000",
                "limits.max-size", "1M",
                "limits.max-message-size", "10K",
                "limits.overflow", "discard-oldest",
                "time-to-live", "1h"));

        assertThat(existing.get("d").limits())
                .isEqualTo(Limits.builder()
                        .maxMessages(1_000)
                        .maxBytes(1 << 20)
                        .maxMessageBytes(10 << 10)
                        .overflow(Overflow.DISCARD_OLDEST)
                        .build());
        assertThat(existing.get("d").timeToLive()).isEqualTo(Duration.ofHours(1));
        declare(Map.of("limits.max-messages", "5"));
        assertThat(existing.get("d").limits()).isEqualTo(Limits.ofMessages(5).build());
        assertThat(existing.get("d").timeToLive()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void shouldAlterWhatIsConfiguredDifferentlyNow() {
        declare(Map.of("kind", "topic", "retention.max-age", "1d", "compression", "lz4"));

        declare(Map.of("kind", "topic", "retention.max-age", "0"));

        assertThat(altered).isEqualTo(1);
        assertThat(existing.get("d").retention()).isEqualTo(Retention.FOREVER);
        assertThat(existing.get("d").compression()).as("not said, so it stays").isEqualTo(Compression.LZ4);
        declare(Map.of("kind", "topic"));
        assertThat(altered).isEqualTo(1);
    }

    @Test
    void shouldGrowAsConfiguredAndStayAsItIsOtherwise() {
        declare(Map.of("kind", "topic"));
        assertThat(existing.get("d").partitions()).isEqualTo(1);

        declare(Map.of("kind", "topic", "partitions", "4", "compression", "lz4"));
        assertThat(existing.get("d").partitions()).isEqualTo(4);
        declare(Map.of("kind", "topic", "time-to-live", "1h"));

        assertThat(existing.get("d"))
                .isEqualTo(Destination.topic("d")
                        .partitions(4)
                        .compression(Compression.LZ4)
                        .timeToLive(Duration.ofHours(1))
                        .build());
    }

    @Test
    void shouldNameThePropertyOfWhatCannotBe() {
        var impossible = config(Map.of("kind", "queue", "retention.max-age", "1d"));

        assertThatThrownBy(() -> ConfiguredDestination.of("d", impossible))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("quarkus.penstock.destinations.\"d\"")
                .hasMessageContaining("maxAge = PT24H");
    }
}
