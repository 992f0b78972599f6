package io.penstock.quarkus;

import io.penstock.MisfirePolicy;
import io.penstock.PenstockException;
import io.penstock.Schedule;
import io.penstock.quarkus.config.PenstockConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ConfiguredScheduleTest {

    private static Schedule schedule(Map<String, String> properties) {
        var values = new HashMap<String, String>();
        properties.forEach((name, value) -> values.put("penstock.schedules.\"nightly\"." + name, value));
        var config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(PenstockConfig.class)
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build()
                .getConfigMapping(PenstockConfig.class)
                .schedules()
                .get("nightly");
        return ConfiguredSchedule.of("nightly", config).schedule();
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
                .hasMessageStartingWith("penstock.schedules.\"nightly\".cron = 0 0 * * * ?: ")
                .hasMessageContaining("penstock.schedules.\"nightly\".every = 10m")
                .hasMessageContaining("exactly one of them");
    }
}
