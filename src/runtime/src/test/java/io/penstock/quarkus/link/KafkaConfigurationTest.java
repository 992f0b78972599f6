package io.penstock.quarkus.link;

import io.penstock.PenstockException;
import io.penstock.quarkus.config.KafkaConfig;
import io.penstock.quarkus.config.PenstockConfig;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.HashMap;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the settings of an engine on Kafka say when they are wrong, before anything is connected. */
class KafkaConfigurationTest {

    private static final String KAFKA = "quarkus.penstock.kafka.";
    private static final Map<String, String> SERVERS = Map.of("bootstrap.servers", "kafka:9092");

    private static SmallRyeConfig read(String... properties) {
        var values = new HashMap<String, String>();
        for (var property : properties) {
            int end = property.indexOf('=');
            values.put(property.substring(0, end), property.substring(end + 1));
        }
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(PenstockConfig.class)
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .withSources(new EnvConfigSource(Map.of("KAFKA_SASL_JAAS_CONFIG", "secret"), 300))
                .build();
    }

    private static KafkaConfig config(String... properties) {
        return read(properties).getConfigMapping(PenstockConfig.class).kafka();
    }

    private static void options(String... properties) {
        KafkaEngine.options(config(properties), SERVERS);
    }

    @Test
    void shouldTakeWhatIsNotSet() {
        assertThatCode(() -> options()).doesNotThrowAnyException();
    }

    @Test
    void shouldTakeWhatAnInstallationNeeds() {
        assertThatCode(() -> options(
                        KAFKA + "installation=shop",
                        KAFKA + "topic-prefix=shop-",
                        KAFKA + "role=client",
                        KAFKA + "instance=a",
                        KAFKA + "lease=10s",
                        KAFKA + "replication-factor=1",
                        KAFKA + "min-insync-replicas=1",
                        KAFKA + "create-topics=false",
                        KAFKA + "cache=64M",
                        KAFKA + "cells=3",
                        KAFKA + "placement.\"orders.#\"=main-2",
                        KAFKA + "failover-wait=1m",
                        KAFKA + "link.host=127.0.0.1",
                        KAFKA + "link.port=0",
                        KAFKA + "link.advertised-host=localhost",
                        KAFKA + "link.shared-key=MDEyMzQ1Njc4OWFiY2RlZg=="))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldAskForServers() {
        assertThatThrownBy(() -> KafkaEngine.options(config(), Map.of()))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageStartingWith("kafka.bootstrap.servers = : ")
                .hasMessageContaining("quarkus.penstock.engine = kafka");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "installation=a/b | kafka: Invalid options of a broker on Kafka: installation = 'a/b'",
                "lease=50ms | kafka.lease = 50ms: choose 100ms to 1h",
                "replication-factor=0 | kafka.replication-factor = 0: choose 1 to",
                "min-insync-replicas=4 | kafka.min-insync-replicas = 4: choose 1 to 3",
                "cells=0 | kafka.cells = 0: choose 1 to 100",
                "placement.\"a.#\"=main-2 | kafka: The pattern 'a.#' places destinations in the cell 'main-2'",
                "cache=1K | kafka.cache = 1K: choose 1M",
                "failover-wait=2d | kafka.failover-wait = 2d: choose 0s to 1d",
                "link.port=65536 | kafka.link.port = 65536: choose 0 to 65535",
                "link.shared-key=YQ== | kafka.link.shared-key = (not shown): write 16 random bytes",
                "link.tls=true | kafka.link.tls = true: name the certificate of this application by"
                        + " quarkus.penstock.kafka.link.key-store.",
                "link.trust-store-password=x | kafka.link.trust-store-password = (not shown): name the file by"
                        + " quarkus.penstock.kafka.link.trust-store."
            })
    void shouldNameTheSettingThatIsWrong(String property, String problem) {
        assertThatThrownBy(() -> options(KAFKA + property))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageStartingWith("quarkus.penstock." + problem);
    }

    @Test
    void shouldNameAStoreOfALinkThatIsNotEncrypted() {
        assertThatThrownBy(() -> options(KAFKA + "link.key-store=k.p12", KAFKA + "link.key-store-password=pw"))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining(KAFKA + "link.tls = true");
    }

    /** As they are known to every application with Quarkus, those of its environment included. */
    @Test
    void shouldGiveTheClientsWhatTheApplicationHasForThem() {
        var config = read(
                "kafka.bootstrap.servers=kafka:9092",
                "kafka.security.protocol=SASL_SSL",
                "kafka.group.id=of-channels",
                "kafkaesque=x");

        assertThat(KafkaDoor.clientProperties(config))
                .containsEntry("bootstrap.servers", "kafka:9092")
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.jaas.config", "secret")
                .doesNotContainKey("esque");
        assertThatCode(() -> KafkaEngine.options(config(), KafkaDoor.clientProperties(config)))
                .as("a group of the application's channels means nothing to the engine")
                .doesNotThrowAnyException();
    }
}
