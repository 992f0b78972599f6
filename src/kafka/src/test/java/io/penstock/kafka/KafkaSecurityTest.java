package io.penstock.kafka;

import io.penstock.ConsumerOptions;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.PenstockException.InvalidConfiguration;
import io.penstock.PenstockException.Unavailable;
import io.penstock.kafka.cluster.KafkaCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A Kafka that encrypts its connections and asks for a user and a password. */
@EnabledIfSystemProperty(named = "penstock.kafka.all", matches = "true")
class KafkaSecurityTest {

    private static final String STORE_PASSWORD = "for tests";
    private static final String USER = "penstock";
    private static final String PASSWORD = "right";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path directory;

    private static KafkaCluster kafka;

    @BeforeAll
    static void start() throws Exception {
        var own = directory.resolve("own.p12").toString();
        var certificate = directory.resolve("own.pem").toString();
        keytool("-genkeypair", "-keyalg", "EC", "-dname", "cn=kafka", "-ext", "san=ip:127.0.0.1", "-keystore", own);
        keytool("-exportcert", "-rfc", "-file", certificate, "-keystore", own);
        keytool("-importcert", "-noprompt", "-file", certificate, "-keystore", trusted());
        var settings = new HashMap<String, String>();
        settings.put("listener.security.protocol.map", "CONTROLLER:PLAINTEXT,PLAINTEXT:SASL_SSL");
        settings.put("sasl.enabled.mechanisms", "PLAIN");
        settings.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
        settings.put(
                "listener.name.plaintext.plain.sasl.jaas.config",
                login(USER, PASSWORD).replace(";", " user_" + USER + "=\"" + PASSWORD + "\";"));
        settings.put("ssl.keystore.type", "PKCS12");
        settings.put("ssl.keystore.location", own);
        settings.put("ssl.keystore.password", STORE_PASSWORD);
        settings.putAll(trust());
        kafka = KafkaCluster.start(1, settings, client(PASSWORD));
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    private static String trusted() {
        return directory.resolve("trusted.p12").toString();
    }

    private static Map<String, String> trust() {
        return Map.of(
                "ssl.truststore.type",
                "PKCS12",
                "ssl.truststore.location",
                trusted(),
                "ssl.truststore.password",
                STORE_PASSWORD);
    }

    private static Map<String, String> client(String password) {
        var properties = new HashMap<>(trust());
        properties.put("security.protocol", "SASL_SSL");
        properties.put("sasl.mechanism", "PLAIN");
        properties.put("sasl.jaas.config", login(USER, password));
        return properties;
    }

    private static String login(String user, String password) {
        return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"" + user + "\" password=\""
                + password + "\";";
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        var command = Stream.of(
                        Stream.of(Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString()),
                        Stream.of(arguments),
                        Stream.of("-alias", "kafka", "-storetype", "PKCS12", "-storepass", STORE_PASSWORD))
                .flatMap(each -> each)
                .toList();
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
    }

    private static KafkaOptions.Builder options(Map<String, String> client) {
        var options =
                KafkaOptions.at(kafka.bootstrapServers()).replicationFactor(1).minInSyncReplicas(1);
        client.forEach(options::property);
        return options;
    }

    @Test
    void shouldServeOverAnEncryptedConnectionWithAPassword() throws InterruptedException {
        var options = options(client(PASSWORD)).failoverWait(PATIENCE);
        try (var owner = KafkaBroker.open(options.build(), KafkaEngines.ENGINE);
                var other = KafkaBroker.open(options.role(KafkaRole.CLIENT).build(), KafkaEngines.ENGINE)) {
            owner.declare(Destination.queue("orders").build());
            other.send(Message.to("orders").body("one").build());

            try (var consumer =
                    owner.consume(ConsumerOptions.ofQueue("orders", "c").build())) {
                var received = consumer.receive(PATIENCE).orElseThrow();
                assertThat(received.message().bodyText()).isEqualTo("one");
                received.accept();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(KafkaRole.class)
    void shouldSayInOneLineThatThePasswordIsWrong(KafkaRole role) {
        var options =
                options(client("wrong")).failoverWait(Duration.ofSeconds(5)).role(role);
        assertThatThrownBy(() -> KafkaBroker.open(options.build(), KafkaEngines.ENGINE))
                .isInstanceOfAny(InvalidConfiguration.class, Unavailable.class)
                .hasMessageContaining("Authentication failed")
                .hasMessageNotContaining("\n")
                .hasMessageNotContaining("wrong");
    }
}
