package io.penstock.server.cli;

import io.penstock.server.http.RawClient;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** What happens between the signal and the end. */
class StopIT {

    private static final String MESSAGES = "/api/v1/destinations/orders/messages";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path directory;

    private static String status(URI server, String request, String... headers) {
        try (var client = RawClient.connect(server)) {
            return client.head(request, headers).status();
        } catch (IOException e) {
            return String.valueOf(e);
        }
    }

    private static String ready(URI server) {
        return status(server, "GET /q/health/ready");
    }

    private static String send(URI server) {
        return status(server, "POST " + MESSAGES, "Content-Length: 0");
    }

    /** A request that is under way until its body ends. */
    private static RawClient begin(URI server) throws IOException {
        var client = RawClient.connect(server).head("POST " + MESSAGES, "Content-Length: 2", "Expect: 100-continue");
        assertThat(client.status()).isEqualTo("HTTP/1.1 100 Continue");
        assertThat(client.status()).isEmpty();
        return client.write("x");
    }

    private static void declare(URI server) throws IOException {
        var body = "{\"kind\":\"QUEUE\"}";
        try (var client = RawClient.connect(server)) {
            client.head(
                            "PUT /api/v1/destinations/orders",
                            "Content-Type: application/json",
                            "Content-Length: " + body.length())
                    .write(body);
            assertThat(client.status()).isEqualTo("HTTP/1.1 201 Created");
        }
    }

    @Test
    void shouldRefuseNewRequestsAtOnceAndFinishThoseUnderWay() throws Exception {
        try (var process = PenstockProcess.serve(directory, Map.of("QUARKUS_SHUTDOWN_TIMEOUT", "60S"))) {
            var server = process.address();
            declare(server);
            assertThat(ready(server)).startsWith("HTTP/1.1 200");
            try (var underWay = begin(server)) {
                process.terminate();

                Awaitility.await().atMost(PATIENCE).until(() -> ready(server).startsWith("HTTP/1.1 503"));
                assertThat(send(server)).startsWith("HTTP/1.1 503");
                assertThat(status(server, "GET /q/health/live")).startsWith("HTTP/1.1 200");

                assertThat(underWay.write("y").status()).isEqualTo("HTTP/1.1 201 Created");
            }
            assertThat(process.exitStatus()).isEqualTo(143);
            assertThat(process.out()).doesNotContain("ERROR");
        }
    }

    @Test
    void shouldServeWhileProxiesHaveNotNoticedYet() throws Exception {
        try (var process = PenstockProcess.serve(directory, Map.of("QUARKUS_SHUTDOWN_DELAY", "1H"))) {
            var server = process.address();
            declare(server);

            process.terminate();

            Awaitility.await().atMost(PATIENCE).until(() -> ready(server).startsWith("HTTP/1.1 503"));
            assertThat(send(server)).isEqualTo("HTTP/1.1 201 Created");
        }
    }
}
