package io.penstock.quarkus;

import io.penstock.Durability;
import io.penstock.MisfirePolicy;
import io.penstock.PenstockException;
import io.penstock.Schedule;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.quarkus.config.PenstockConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ConfiguredScheduleTest {

    @TempDir
    Path directory;

    private static Schedule schedule(Map<String, String> properties) {
        return configured(properties).schedule();
    }

    private static ConfiguredSchedule configured(Map<String, String> properties) {
        var values = new HashMap<String, String>();
        properties.forEach((name, value) -> values.put("quarkus.penstock.schedules.\"nightly\"." + name, value));
        var config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(PenstockConfig.class)
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build()
                .getConfigMapping(PenstockConfig.class)
                .schedules()
                .get("nightly");
        return ConfiguredSchedule.of("nightly", config);
    }

    @Test
    void shouldReadWhatIsSaid() {
        var schedule = schedule(Map.of(
                "cron", "0 30 2 * * ?",
                "zone", "Europe/Berlin",
                "destination", "reports",
                "key", "k",
                "body", "go",
                "headers.\"kind\"", "full",
                "end", "2030-01-01T00:00:00Z",
                "misfire", "skip"));
        assertThat(schedule.name()).isEqualTo("nightly");
        assertThat(schedule.cron()).isEqualTo("0 30 2 * * ?");
        assertThat(schedule.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
        assertThat(schedule.message().destination()).isEqualTo("reports");
        assertThat(schedule.message().keyText()).isEqualTo("k");
        assertThat(schedule.message().bodyText()).isEqualTo("go");
        assertThat(schedule.message().headers().get("kind")).isEqualTo("full");
        assertThat(schedule.start()).isNull();
        assertThat(schedule.end()).isEqualTo(Instant.parse("2030-01-01T00:00:00Z"));
        assertThat(schedule.misfire()).isEqualTo(MisfirePolicy.SKIP);
    }

    @Test
    void shouldHaveDefaults() {
        var schedule = schedule(Map.of("every", "10m", "destination", "reports"));
        assertThat(schedule.interval()).isEqualTo(Duration.ofMinutes(10));
        assertThat(schedule.zone().getRules()).isEqualTo(ZoneOffset.UTC.getRules());
        assertThat(schedule.misfire()).isEqualTo(MisfirePolicy.FIRE_ONCE);
        assertThat(schedule.message().body()).isNull();
    }

    @Test
    void shouldNameThePropertyThatMakesNoSense() {
        assertThatThrownBy(() -> schedule(Map.of("every", "10m", "cron", "0 0 * * * ?", "destination", "reports")))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageStartingWith("quarkus.penstock.schedules.\"nightly\".cron = 0 0 * * * ?: ")
                .hasMessageContaining("quarkus.penstock.schedules.\"nightly\".every = 10m")
                .hasMessageContaining("exactly one of them");
    }

    private static ConfiguredSchedule hourlyUntil(String end) {
        return configured(Map.of("cron", "0 0 * * * ?", "destination", "reports", "end", end));
    }

    private EmbeddedBroker open() {
        return EmbeddedBroker.open(BrokerOptions.in(directory).withDurability(Durability.OS));
    }

    @Test
    void shouldPassOverAScheduleWhoseEndHasPassed() {
        try (var broker = open()) {
            hourlyUntil("2020-01-01T00:00:00Z").declare(broker);
            configured(Map.of("every", "10m", "destination", "reports", "end", "1970-01-01T00:00:00Z"))
                    .declare(broker);

            assertThat(broker.schedules().list()).isEmpty();
            assertThat(broker.destination("reports"))
                    .as("what else names it may rely on it")
                    .isPresent();
        }
    }

    @Test
    void shouldCancelAScheduleWhoseEndWasMovedIntoThePast() {
        try (var broker = open()) {
            hourlyUntil("9999-01-01T00:00:00Z").declare(broker);
            assertThat(broker.schedules().find("nightly")).isPresent();

            hourlyUntil("2020-01-01T00:00:00Z").declare(broker);

            assertThat(broker.schedules().find("nightly")).isEmpty();
        }
    }

    @Test
    void shouldKeepAScheduleThatEndedWhileItExisted() {
        var clock = new AtomicReference<>(Instant.parse("2019-12-31T12:00:00Z"));
        var options = BrokerOptions.in(directory).withDurability(Durability.OS);
        try (var broker = EmbeddedBroker.open(options, clock::get)) {
            hourlyUntil("2020-01-01T00:00:00Z").declare(broker);
            broker.schedules().pause("nightly");
        }
        clock.set(Instant.now());
        try (var broker = EmbeddedBroker.open(options, clock::get)) {
            hourlyUntil("2020-01-01T00:00:00Z").declare(broker);

            assertThat(broker.schedules().find("nightly")).isPresent();
        }
    }

    @Test
    void shouldStillRefuseWhatCanNeverFireForAnotherReason() {
        try (var broker = open()) {
            var never = configured(Map.of("cron", "0 0 0 30 2 ?", "destination", "reports"));

            assertThatThrownBy(() -> never.declare(broker))
                    .isInstanceOf(PenstockException.InvalidConfiguration.class)
                    .hasMessageStartingWith("quarkus.penstock.schedules.\"nightly\".cron = 0 0 0 30 2 ?: ");
        }
    }
}
