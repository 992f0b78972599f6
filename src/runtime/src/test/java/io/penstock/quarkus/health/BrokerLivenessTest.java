package io.penstock.quarkus.health;

import io.penstock.BrokerHealth;
import io.penstock.quarkus.FakeBroker;
import io.penstock.quarkus.config.PenstockConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class BrokerLivenessTest {

    /** A broker in one state. */
    private record Script(BrokerHealth health) {}

    private static PenstockConfig config(String engine) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(PenstockConfig.class)
                .withSources(new PropertiesConfigSource(Map.of("quarkus.penstock.engine", engine), "test", 100))
                .build()
                .getConfigMapping(PenstockConfig.class);
    }

    /** Where the log lies in Kafka, a restart would mend nothing. */
    @ParameterizedTest
    @CsvSource({
        "embedded, RUNNING, UP",
        "embedded, DEGRADED, UP",
        "embedded, FAILED, DOWN",
        "remote, FAILED, DOWN",
        "kafka, RUNNING, UP",
        "kafka, FAILED, UP"
    })
    void shouldAskForARestartThatMendsTheBroker(String engine, BrokerHealth.State state, Status alive) {
        var broker = FakeBroker.with(new Script(new BrokerHealth(state, "why")));

        var response = new BrokerLiveness(broker, config(engine)).call();

        assertThat(response.getStatus()).isEqualTo(alive);
        assertThat(response.getData().orElseThrow()).containsEntry("detail", "why");
    }
}
