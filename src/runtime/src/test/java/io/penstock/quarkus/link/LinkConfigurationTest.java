package io.penstock.quarkus.link;

import io.penstock.PenstockException;
import io.penstock.quarkus.config.PenstockConfig;
import io.penstock.security.AccessControl;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashMap;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the settings of both ends of a connection say when they are wrong, before anything is connected. */
class LinkConfigurationTest {

    private static final String REMOTE = "quarkus.penstock.remote.";
    private static final String SERVE = "quarkus.penstock.serve.";
    private static final String SECURITY = "quarkus.penstock.security.";
    private static final String KEY = "MDEyMzQ1Njc4OWFiY2RlZg==";

    private static PenstockConfig config(String... properties) {
        var values = new HashMap<String, String>();
        for (var property : properties) {
            int end = property.indexOf('=');
            values.put(property.substring(0, end), property.substring(end + 1));
        }
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(PenstockConfig.class)
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build()
                .getConfigMapping(PenstockConfig.class);
    }

    private static void client(String... properties) {
        RemoteEngine.options(config(properties).remote(), null);
    }

    private static void server(String... properties) {
        var config = config(properties);
        ServedOptions.of(
                config.serve(), config.security(), AccessControl.builder().build());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "log",
                "log:",
                ":5680",
                "log:0",
                "log:65536",
                "log:x",
                "log:99999999999",
                "::1:5680",
                "log:\u0661"
            })
    void shouldRefuseWhatIsNoAddress(String address) {
        assertThatThrownBy(() -> client(REMOTE + "servers=" + address))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessage("quarkus.penstock.remote.servers = " + address + ": write HOST:PORT, such as"
                        + " log.example.com:5680 or [::1]:5680; a port is 1 to 65535.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"log:1", "log.example.com:65535", "[::1]:5680", "10.0.0.7:5680,other:5680"})
    void shouldTakeAddresses(String addresses) {
        assertThatCode(() -> client(REMOTE + "servers=" + addresses)).doesNotThrowAnyException();
    }

    @Test
    void shouldNeedAServer() {
        assertThatThrownBy(LinkConfigurationTest::client)
                .hasMessage("quarkus.penstock.remote.servers = : name the server that has the broker, HOST:PORT.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "password=pw | password = (not shown): say whose it is by quarkus.penstock.remote.user.",
                "user=ada | user = ada: say the password by quarkus.penstock.remote.password.",
                "shared-key=c2hvcnQ= | shared-key = (not shown): write 16 random bytes or more in Base64, as 'openssl"
                        + " rand -base64 32' does.",
                "shared-key=no base64 | shared-key = (not shown): write 16 random bytes or more in Base64, as 'openssl"
                        + " rand -base64 32' does.",
                "failover-wait=2d | failover-wait = 2d: choose 0s to 1d.",
                "trust-store-password=pw | trust-store-password = (not shown): name the file by"
                        + " quarkus.penstock.remote.trust-store.",
                "trust-store=t.p12 | trust-store = t.p12: say its password by"
                        + " quarkus.penstock.remote.trust-store-password.",
            })
    void shouldSayWhatIsWrongWithAClient(String property, String problem) {
        assertThatThrownBy(() -> client(REMOTE + "servers=log:1", REMOTE + property))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessage(REMOTE + problem);
    }

    @Test
    void shouldNotTakeCertificatesForAConnectionThatIsNotEncrypted() {
        assertThatThrownBy(() -> client(
                        REMOTE + "servers=log:1", REMOTE + "trust-store=t.p12", REMOTE + "trust-store-password=pw"))
                .hasMessage("quarkus.penstock.remote.trust-store = t.p12: the connection is not encrypted: say so by"
                        + " quarkus.penstock.remote.tls = true.");
    }

    @Test
    void shouldNotTakeAPasswordAndAKey() {
        assertThatThrownBy(() -> client(
                        REMOTE + "servers=log:1",
                        REMOTE + "user=ada",
                        REMOTE + "password=pw",
                        REMOTE + "shared-key=" + KEY))
                .hasMessage("quarkus.penstock.remote.shared-key = (not shown): leave it out, or the password.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "port=0 | port = 0: choose 1 to 65535.",
                "port=65536 | port = 65536: choose 1 to 65535.",
                "max-connections=0 | max-connections = 0: choose 1 to 100000.",
                "shared-key=c2hvcnQ= | shared-key = (not shown): write 16 random bytes or more in Base64, as 'openssl"
                        + " rand -base64 32' does.",
                "key-store=k.p12 | key-store = k.p12: say its password by quarkus.penstock.serve.key-store-password.",
            })
    void shouldSayWhatIsWrongWithAServer(String property, String problem) {
        assertThatThrownBy(() -> server(SERVE + property))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessage(SERVE + problem);
    }

    @Test
    void shouldDemandCertificatesOnlyWithOneOfItsOwn() {
        assertThatThrownBy(() -> server(SERVE + "trust-store=t.p12", SERVE + "trust-store-password=pw"))
                .hasMessage(
                        "quarkus.penstock.serve.trust-store = t.p12: the port has no certificate of its own: name it"
                                + " by quarkus.penstock.serve.key-store.");
    }

    @Test
    void shouldNotBeOpenToANetworkByMistake() {
        assertThatThrownBy(() -> server(SERVE + "host=0.0.0.0"))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageStartingWith("quarkus.penstock.serve.host = 0.0.0.0: the broker would be open to everybody")
                .hasMessageContaining("quarkus.penstock.security.users-file")
                .hasMessageContaining("quarkus.penstock.serve.shared-key")
                .hasMessageContaining("quarkus.penstock.security.open=true");
        assertThatCode(() -> server(SERVE + "host=localhost")).doesNotThrowAnyException();
        assertThatCode(() -> server(SERVE + "host=0.0.0.0", SERVE + "shared-key=" + KEY))
                .doesNotThrowAnyException();
        assertThatCode(() -> server(SERVE + "host=0.0.0.0", SECURITY + "open=true"))
                .doesNotThrowAnyException();
        assertThatCode(() -> server(SERVE + "host=0.0.0.0", SECURITY + "users.\"ada\"=hash consumer"))
                .doesNotThrowAnyException();
    }
}
