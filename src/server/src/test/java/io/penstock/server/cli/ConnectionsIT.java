package io.penstock.server.cli;

import io.penstock.server.http.RawClient;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/** A server that may have few files open, and many connections on which nothing is said. */
class ConnectionsIT {

    private static final Pattern ADDRESS = Pattern.compile("Listening on: (http://\\S+)");
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int FILES = 600;
    private static final int CONNECTIONS = 1_000;

    @TempDir
    Path directory;

    @Test
    void shouldKeepFilesForTheLogWhateverTheNumberOfIdleConnections() throws Exception {
        var out = directory.resolve("out.txt");
        var builder = new ProcessBuilder(
                        "sh", "-c", "ulimit -n " + FILES + "; exec sh ../../penstock start --port 0 --data \"$data\"")
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("PENSTOCK_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
        builder.environment().put("PENSTOCK_BUILD", "never");
        builder.environment().put("data", directory.resolve("data").toString());
        var process = builder.start();
        List<RawClient> idle = new ArrayList<>();
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> ADDRESS.matcher(Files.readString(out)).find() || !process.isAlive());
            var found = ADDRESS.matcher(Files.readString(out));
            assertThat(found.find()).as(Files.readString(out)).isTrue();
            var server = URI.create(found.group(1));
            declare(server);
            try (var underWay = RawClient.connect(server)) {
                underWay.head("POST /api/v1/destinations/orders/messages", "Content-Length: 2")
                        .write("x");
                for (int i = 0; i < CONNECTIONS; i++) {
                    idle.add(RawClient.connect(server));
                }
                int most = FILES / 4;
                Awaitility.await().atMost(PATIENCE).until(() -> closed(idle) >= CONNECTIONS - most);

                assertThat(underWay.write("y").status()).isEqualTo("HTTP/1.1 201 Created");
            }
        } finally {
            for (var client : idle) {
                client.close();
            }
            process.destroyForcibly().waitFor();
        }
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

    private static long closed(List<RawClient> clients) {
        return clients.stream().filter(RawClient::isClosedByServer).count();
    }
}
