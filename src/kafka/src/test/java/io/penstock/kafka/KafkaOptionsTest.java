package io.penstock.kafka;

import io.penstock.PenstockException.InvalidConfiguration;
import io.penstock.remote.TlsOptions;
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

    @Test
    void shouldListenForProgramsOfThisMachineAloneUnlessItIsSaidOtherwise() {
        var door = builder.build().door("main");

        assertThat(door.host()).isEqualTo("localhost");
        assertThat(door.advertisedHost()).isEqualTo("localhost");
        assertThat(door.port()).isZero();
        assertThat(builder.build().failoverWait).isEqualTo(Duration.ofSeconds(30));
        assertThat(builder.build().role).isEqualTo(KafkaRole.AUTO);
    }

    /** Nobody can connect to an address that stands for all of them. */
    @Test
    void shouldNeverAdvertiseAllNetworks() {
        builder.link("0.0.0.0", 5681);

        assertThat(builder.advertisedHost("shop-1.example.com")
                        .build()
                        .door("main")
                        .advertisedHost())
                .isEqualTo("shop-1.example.com");
        builder.advertisedHost("");
        try {
            assertThat(builder.build().door("main").advertisedHost())
                    .isNotEqualTo("0.0.0.0")
                    .doesNotStartWith("127.");
        } catch (InvalidConfiguration e) {
            assertThat(e).as("of a machine without a network").hasMessageContaining("advertisedHost");
        }
    }

    @Test
    void shouldRefuseALinkThatIsNone() {
        assertThatThrownBy(() -> builder.link("localhost", 65_536).build())
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("linkPort = 65536");
        assertThatThrownBy(() -> builder.link("no.such.host.invalid", 1).build())
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("no.such.host.invalid");
        assertThatThrownBy(() -> builder.sharedKey(new byte[15]))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("15 bytes");
    }

    @Test
    void shouldRefuseAFailoverWaitThatIsNone() {
        assertThatThrownBy(() -> builder.failoverWait(Duration.ofMillis(-1)).build())
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("failoverWait = PT-0.001S");
    }

    @Test
    void shouldAskAnOwnerForACertificateIfConnectionsAreEncrypted() {
        builder.tls(new TlsOptions(null, null));

        assertThatThrownBy(builder::build)
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("key store");
        assertThat(builder.role(KafkaRole.CLIENT).build().tls).isNotNull();
    }

    @Test
    void shouldNumberTheCellsBehindTheFirstAndGiveEachItsPort() {
        var options = KafkaOptions.at("localhost:1")
                .cell("main")
                .cells(3)
                .link("localhost", 5_681)
                .build();

        assertThat(options.cellNames()).containsExactly("main", "main-2", "main-3");
        assertThat(options.door("main").port()).isEqualTo(5_681);
        assertThat(options.door("main-3").port()).isEqualTo(5_683);
        assertThat(options.cacheBytesOfCell()).isEqualTo(KafkaOptions.DEFAULT_CACHE_BYTES / 3);
        var builder = KafkaOptions.at("localhost:1").placement("#", "main-2");
        assertThatThrownBy(builder::build)
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("main-2");
    }
}
