package io.penstock.kafka;

import io.penstock.BrowseRequest;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.kafka.cluster.TestKafka;
import io.penstock.remote.TlsOptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Instances whose connections are encrypted, each of which shows the same certificate and trusts no other one. */
class EncryptedLinkTest {

    private static final String PASSWORD = "changeit";

    @TempDir
    static Path keys;

    private final String name = TestKafka.uniqueName();

    @BeforeAll
    static void makeKey() {
        var pem = keys.resolve("own.pem").toString();
        keytool("own", "-genkeypair", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=dns:localhost");
        keytool("own", "-exportcert", "-rfc", "-file", pem);
        keytool("trusted", "-importcert", "-noprompt", "-file", pem);
    }

    private static void keytool(String store, String... arguments) {
        var command = Stream.of(
                        List.of(Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString()),
                        List.of(arguments),
                        List.of(
                                "-alias",
                                "own",
                                "-storepass",
                                PASSWORD,
                                "-keystore",
                                file(store).toString()))
                .flatMap(List::stream)
                .toList();
        try {
            var process = new ProcessBuilder(command).inheritIO().start();
            assertThat(process.waitFor()).as("keytool").isZero();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path file(String store) {
        return keys.resolve(store + ".p12");
    }

    private static TlsOptions tls() {
        return new TlsOptions(
                new TlsOptions.Store(file("own"), PASSWORD), new TlsOptions.Store(file("trusted"), PASSWORD));
    }

    private KafkaBroker open(KafkaOptions.Builder options) {
        return KafkaBroker.open(options.build(), KafkaEngines.ENGINE);
    }

    @Test
    void shouldServeOverAnEncryptedLink() {
        try (var owner = open(KafkaEngines.options(name).tls(tls()));
                var client =
                        open(KafkaEngines.options(name).role(KafkaRole.CLIENT).tls(tls()))) {
            client.declare(Destination.queue("q").build());
            client.send(Message.to("q").body("a").build());

            assertThat(owner.browse(BrowseRequest.all("q", 10).build())).hasSize(1);
            assertThatThrownBy(() -> open(
                            KafkaEngines.options(name).role(KafkaRole.CLIENT).failoverWait(Duration.ofMillis(500))))
                    .isInstanceOf(PenstockException.Unavailable.class)
                    .hasMessageContaining("encrypts its connections, and this instance does the opposite");
        }
    }
}
