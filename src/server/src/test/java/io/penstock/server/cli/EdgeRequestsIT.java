package io.penstock.server.cli;

import io.penstock.conformance.tool.EachSeed;
import io.penstock.server.http.RawClient;
import org.assertj.core.api.SoftAssertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Asks a server for things with values from the edges of every type: in bodies, queries, headers and paths. Each
 * request is answered, or refused by a problem that names the value; never with a failure of the server. A queue beside
 * all that is served throughout, and after a stop and a kill. {@code -Dpenstock.seeds=N} tries more seeds.
 */
class EdgeRequestsIT {

    private static final int SEEDS = 1;
    private static final int LIVES = 2;
    private static final int ROUNDS = 6;
    private static final int REQUESTS = 60;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String INNOCENT = "/api/v1/destinations/innocent";

    @TempDir
    Path directory;

    private int sent;

    @Test
    void shouldAnswerOrRefuseWhateverIsAskedForAndServeAnInnocentQueue() {
        // The same each time: which words an answer has for a field is checked seed by seed, by -Dpenstock.seed.
        EachSeed.fromZero(SEEDS, this::run);
    }

    private void run(long seed) throws Exception {
        System.out.println("Edges of values over HTTP, seed " + seed);
        var random = new Random(seed);
        var own = Files.createDirectory(directory.resolve("seed" + seed));
        sent = 0;
        for (int life = 0; life <= LIVES; life++) {
            try (var process = PenstockProcess.serve(own, Map.of())) {
                var server = process.address();
                put(server, INNOCENT, "{\"kind\": \"QUEUE\"}");
                requireInnocentServed(server);
                if (life < LIVES) {
                    ask(server, random);
                }
                if (random.nextBoolean()) {
                    process.kill();
                } else {
                    process.terminate();
                    assertThat(process.exitStatus()).isEqualTo(143);
                }
                assertThat(process.out() + process.err()).doesNotContain("ERROR", "Exception");
            }
        }
    }

    private void ask(URI server, Random random) throws IOException {
        var requests = new EdgeRequests(random);
        var faults = new SoftAssertions();
        for (int i = 0; i < 6; i++) {
            put(server, "/api/v1/destinations/d" + i, "{\"kind\": \"" + (i % 2 == 0 ? "QUEUE" : "TOPIC") + "\"}");
        }
        put(server, "/api/v1/destinations/e0", "{\"kind\": \"EXCHANGE\", \"exchange\": {\"type\": \"PATTERN\"}}");
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < REQUESTS; i++) {
                var request = requests.next();
                faults.assertThatCode(() -> request.send(server)).doesNotThrowAnyException();
            }
            requireInnocentServed(server);
        }
        faults.assertAll();
    }

    /** Whether it is new or there already, perhaps otherwise. */
    private static void put(URI server, String path, String body) throws IOException {
        try (var client = RawClient.connect(server)) {
            client.head("PUT " + path, "Content-Type: application/json", "Content-Length: " + body.length())
                    .write(body);
            assertThat(client.status()).matches("HTTP/1.1 (200|201|409) .*");
        }
    }

    /** It takes a message, and what expires becomes a dead letter: its loop and the timer work. */
    private void requireInnocentServed(URI server) throws IOException {
        String id = "innocent-" + sent++;
        assertThat(answer(server, "POST " + INNOCENT + "/messages?id=" + id + "&time-to-live=PT0.001S"))
                .startsWith("HTTP/1.1 201");
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> answer(server, "GET /api/v1/dead-letters/innocent.dlq?limit=1000")
                        .contains("\"" + id + "\""));
        String health = answer(server, "GET /q/health");
        assertThat(health).startsWith("HTTP/1.1 200");
    }

    private static String answer(URI server, String request) throws IOException {
        try (var client = RawClient.connect(server)) {
            client.head(request, "Content-Length: 0", "Connection: close");
            return client.status() + "\n" + client.rest();
        }
    }
}
