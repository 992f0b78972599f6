package io.penstock.server.cli;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The TLS port of the packaged server, which is configured when it starts. */
class TlsIT {

    private static final Pattern SECURE = Pattern.compile("https://localhost:(\\d+)");
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String LIST = "/api/v1/destinations";

    /** The first byte of a record that is an alert, and of one that is the handshake (RFC 8446, section 5.1). */
    private static final int ALERT = 21;

    private static final int PROTOCOL_VERSION = 70;

    @TempDir
    Path directory;

    private Path store;

    @BeforeEach
    void makeCertificate() throws Exception {
        store = directory.resolve("server.p12");
        TestCertificates.make(store, "first");
    }

    @Test
    void shouldShowNewConnectionsTheCertificateThatReplacesAnotherWhileItRuns() throws Exception {
        try (var process = start("-Dquarkus.tls.reload-period=1s")) {
            int port = securePort(process);
            awaitName(port, "first");
            try (var open = await().until(() -> connected(port), socket -> true)) {
                TestCertificates.make(store, "second");
                awaitName(port, "second");

                // A file that cannot be read changes nothing.
                Files.writeString(store, "no key store");
                awaitName(port, "second");
                TestCertificates.make(store, "third");
                awaitName(port, "third");

                // A connection that is open stays so.
                assertThat(get(open, LIST)).startsWith("HTTP/1.1 200");
            }
        }
    }

    private static void awaitName(int port, String name) {
        await().until(() -> TestCertificates.nameOf(port, "TLSv1.3").equals("CN=" + name));
    }

    /** A connection that has been used. */
    private static SSLSocket connected(int port) throws IOException, GeneralSecurityException {
        var socket = TestCertificates.connect(port, TestCertificates.client(null));
        try {
            assertThat(get(socket, LIST)).startsWith("HTTP/1.1 200");
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Vert.x closes connections that come just while it takes certificates over: clients connect again. */
    private static ConditionFactory await() {
        return Awaitility.await().atMost(PATIENCE).ignoreExceptionsInstanceOf(IOException.class);
    }

    @Test
    void shouldSpeakTls13AloneUnlessTls12IsAllowed() throws Exception {
        try (var process = start()) {
            int port = securePort(process);
            assertThat(TestCertificates.nameOf(port, "TLSv1.3")).isEqualTo("CN=first");
            assertThatThrownBy(() -> TestCertificates.nameOf(port, "TLSv1.2")).isInstanceOf(SSLException.class);
        }
        try (var process = start("-Dquarkus.tls.protocols=TLSv1.3,TLSv1.2")) {
            int port = securePort(process);
            assertThat(TestCertificates.nameOf(port, "TLSv1.2")).isEqualTo("CN=first");
            assertThat(alertOnTls11(port)).isEqualTo(PROTOCOL_VERSION);
        }
    }

    @Test
    void shouldNotStartWithAVersionOfTlsThatIsBroken() throws Exception {
        try (var process = start("-Dquarkus.tls.protocols=TLSv1.3,TLSv1.1")) {
            assertThat(process.exitStatus()).isEqualTo(1);
            assertThat(process.err()).hasLineCount(1).contains("quarkus.tls.protocols", "TLSv1.1");
        }
    }

    @Test
    void shouldSendClientsToTheTlsPortOrHaveNoOtherAsItIsConfigured() throws Exception {
        // Quarkus would send clients to port 0 if it chose the port itself.
        int port = freePort();
        try (var process = start("-Dquarkus.http.insecure-requests=redirect -Dquarkus.http.ssl-port=" + port)) {
            var plain = (HttpURLConnection)
                    URI.create(process.address() + LIST).toURL().openConnection();
            plain.setInstanceFollowRedirects(false);
            assertThat(plain.getResponseCode()).isEqualTo(301);
            assertThat(plain.getHeaderField("Location")).isEqualTo("https://localhost:" + port + LIST);
        }
        try (var process = start("-Dquarkus.http.insecure-requests=disabled")) {
            assertThat(TestCertificates.nameOf(securePort(process), "TLSv1.3")).isEqualTo("CN=first");
            assertThat(process.out()).doesNotContain("http://");
        }
    }

    @Test
    void shouldNeverTakeTheAbsenceOfACertificateForALogin() throws Exception {
        var known = directory.resolve("known.p12");
        TestCertificates.make(known, "anna");
        var unknown = directory.resolve("unknown.p12");
        TestCertificates.make(unknown, "anna");
        var trusted = directory.resolve("trusted.p12");
        TestCertificates.trust(trusted, known);

        try (var process = start(
                "-Dpenstock.http.client-certificates=request",
                "-Dquarkus.tls.trust-store.p12.path=" + trusted,
                "-Dquarkus.tls.trust-store.p12.password=" + TestCertificates.PASSWORD)) {
            int port = securePort(process);
            assertThat(status(port, TestCertificates.client(null))).startsWith("HTTP/1.1 401");
            assertThatThrownBy(() -> status(port, TestCertificates.client(unknown)))
                    .isInstanceOf(IOException.class);
            // The other port takes no certificates, and lets nobody in.
            var plain = (HttpURLConnection)
                    URI.create(process.address() + LIST).toURL().openConnection();
            assertThat(plain.getResponseCode()).isEqualTo(401);
        }
    }

    private PenstockProcess start(String... settings) throws IOException {
        var options = "-XX:TieredStopAtLevel=1 -Dquarkus.http.ssl-port=0 -Dquarkus.tls.key-store.p12.path=" + store
                + " -Dquarkus.tls.key-store.p12.password=" + TestCertificates.PASSWORD + " "
                + String.join(" ", settings);
        return PenstockProcess.serve(directory, Map.of("PENSTOCK_JAVA_OPTS", options));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static int securePort(PenstockProcess process) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> SECURE.matcher(process.out()).find() || !process.isAlive());
        var found = SECURE.matcher(process.out());
        assertThat(found.find()).as(process.out() + process.err()).isTrue();
        return Integer.parseInt(found.group(1));
    }

    private static String status(int port, SSLContext client) throws IOException {
        try (var socket = TestCertificates.connect(port, client)) {
            return get(socket, LIST);
        }
    }

    /** Reads the answer as a whole, so that the connection can be used again. */
    private static String get(Socket socket, String path) throws IOException {
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("The server closed the connection after '" + head + "'");
            }
            head.append((char) next);
        }
        var length = Pattern.compile("(?i)content-length: *(\\d+)").matcher(head);
        assertThat(length.find()).as(head.toString()).isTrue();
        socket.getInputStream().readNBytes(Integer.parseInt(length.group(1)));
        return head.toString();
    }

    /**
     * Offers TLS 1.1 and nothing newer, byte by byte, since the Java runtime of a test would refuse to.
     *
     * @return what the alert says that the server answers with (RFC 8446, section 6)
     */
    private static int alertOnTls11(int port) throws IOException {
        var hello = ByteBuffer.allocate(50);
        // A record of the handshake with 45 bytes, and in it a ClientHello with 41.
        hello.put(new byte[] {22, 3, 1, 0, 45, 1, 0, 0, 41, 3, 2});
        hello.put(new byte[32]);
        // No session, the suite TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, no compression.
        hello.put(new byte[] {0, 0, 2, (byte) 0xC0, 9, 1, 0});
        try (var socket = new Socket("localhost", port)) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write(hello.array());
            byte[] answer = socket.getInputStream().readNBytes(7);
            assertThat((int) answer[0]).isEqualTo(ALERT);
            return answer[6];
        }
    }
}
