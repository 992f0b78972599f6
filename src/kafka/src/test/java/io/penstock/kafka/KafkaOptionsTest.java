package io.penstock.kafka;

import io.penstock.PenstockException.InvalidConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KafkaOptionsTest {

    private final KafkaOptions.Builder builder = KafkaOptions.at("localhost:9092");

    @Test
    void shouldHaveDefaultsThatSurviveTheLossOfOneBroker() {
        var options = builder.build();

        assertThat(options.replicationFactor).isEqualTo(3);
        assertThat(options.minInSyncReplicas).isEqualTo(2);
        assertThat(options.lease).isEqualTo(Duration.ofSeconds(5));
        assertThat(options.client).containsEntry("bootstrap.servers", "localhost:9092");
    }

    @ParameterizedTest
    @ValueSource(strings = {"transactional.id", "acks", "isolation.level", "enable.idempotence"})
    void shouldRefuseAPropertyThatThePromisesDependOn(String name) {
        assertThatThrownBy(() -> builder.property(name, "x"))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining(name);
    }

    @Test
    void shouldRefuseNoServers() {
        assertThatThrownBy(() -> KafkaOptions.at(" ").build())
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("bootstrap.servers");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "ä", "a b"})
    void shouldRefuseNamesThatNoTopicCanHave(String name) {
        assertThatThrownBy(() -> builder.installation(name).build())
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("installation = '" + name + "'");
        builder.installation("penstock");
        assertThatThrownBy(() -> builder.cell(name).build())
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("cell = '" + name + "'");
    }

    @Test
    void shouldRefuseAPrefixThatNoTopicCanHave() {
        assertThatThrownBy(() -> builder.topicPrefix("shop/").build())
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("topicPrefix = 'shop/'");
    }

    @Test
    void shouldRefuseALeaseThatIsNone() {
        assertThatThrownBy(() -> builder.lease(Duration.ZERO).build())
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("lease = PT0S");
    }

    @Test
    void shouldRefuseMoreCopiesInSyncThanThereAre() {
        assertThatThrownBy(
                        () -> builder.replicationFactor(1).minInSyncReplicas(2).build())
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("minInSyncReplicas = 2: use 1 to replicationFactor = 1");
    }

    @Test
    void shouldRefuseACacheThatHoldsNothing() {
        assertThatThrownBy(() -> builder.cacheBytes(128).build())
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("cacheBytes = 128");
    }
}
