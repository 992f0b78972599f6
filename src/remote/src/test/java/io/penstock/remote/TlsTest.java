package io.penstock.remote;

import io.penstock.PenstockException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TlsTest extends RemoteTest {

    private static final String PASSWORD = "changeit";

    @TempDir
    static Path keys;

    @BeforeAll
    static void makeKeys() {
        makeKey("server", "CN=localhost", "san=dns:localhost");
        makeKey("client", "CN=client", "bc=ca:false");
        makeKey("stranger", "CN=elsewhere", "san=dns:elsewhere");
        trust("server", "of-client");
        trust("client", "of-server");
        trust("stranger", "of-stranger");
    }

    private static TlsOptions.Store store(String name) {
        return new TlsOptions.Store(keys.resolve(name + ".p12"), PASSWORD);
    }

    private static void makeKey(String name, String subject, String extension) {
        keytool(
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                name,
                "-dname",
                subject,
                "-ext",
                extension,
                "-keystore",
                store(name).file().toString());
    }

    private static void trust(String name, String store) {
        var file = keys.resolve(name + ".pem").toString();
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                name,
                "-file",
                file,
                "-keystore",
                store(name).file().toString());
        keytool(
                "-importcert",
                "-noprompt",
                "-alias",
                name,
                "-file",
                file,
                "-keystore",
                store(store).file().toString());
    }

    private static void keytool(String... arguments) {
        var command = Stream.concat(
                        Stream.of(Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString()),
                        Stream.concat(Stream.of(arguments), Stream.of("-storetype", "PKCS12", "-storepass", PASSWORD)))
                .toList();
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(said).isZero();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(List.of(command).toString(), e);
        }
    }

    @Override
    BrokerServerOptions.Builder serverOptions() {
        return super.serverOptions().tls(new TlsOptions(store("server"), store("of-server")));
    }

    @Override
    RemoteOptions.Builder clientOptions() {
        return super.clientOptions().tls(new TlsOptions(store("client"), store("of-client")));
    }

    private void expectNoConnection(TlsOptions tls) {
        var options = RemoteOptions.to("localhost", server.port())
                .failoverWait(Duration.ofMillis(1))
                .tls(tls);
        assertThatThrownBy(() -> RemoteBroker.connect(options.build()))
                .isInstanceOf(PenstockException.Unavailable.class);
    }

    @Test
    void shouldServeOverTlsWhomBothEndsTrust() {
        queue("orders");
        assertThat(remote.send(message("a")).offset()).isZero();
    }

    @Test
    void shouldRefuseWhomOneEndDoesNotTrust() {
        expectNoConnection(new TlsOptions(store("client"), store("of-stranger")));
        expectNoConnection(new TlsOptions(store("stranger"), store("of-client")));
        expectNoConnection(new TlsOptions(null, store("of-client")));
    }

    /** The certificate is trusted, but is for another host. */
    @Test
    void shouldRefuseAServerOfAnotherName() {
        try (var other = BrokerServer.serve(
                engine,
                BrokerServerOptions.builder()
                        .open()
                        .tls(new TlsOptions(store("stranger"), null))
                        .build())) {
            var options = RemoteOptions.to("localhost", other.port())
                    .failoverWait(Duration.ofMillis(1))
                    .tls(new TlsOptions(null, store("of-stranger")));
            assertThatThrownBy(() -> RemoteBroker.connect(options.build()))
                    .isInstanceOf(PenstockException.Unavailable.class);
        }
    }

    @Test
    void shouldNameTheStoreThatCannotBeRead() {
        var missing = new TlsOptions.Store(keys.resolve("missing.p12"), PASSWORD);
        assertThatThrownBy(() -> BrokerServer.serve(
                        engine,
                        BrokerServerOptions.builder()
                                .open()
                                .tls(new TlsOptions(missing, null))
                                .build()))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("missing.p12");
        assertThat(missing.toString()).doesNotContain(PASSWORD);
    }
}
