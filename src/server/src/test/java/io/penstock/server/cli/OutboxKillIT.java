package io.penstock.server.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/** What a {@code kill -9} of the packaged server does to the outbox: each row is in the log once, in order per key. */
class OutboxKillIT {

    private static final String QUEUE = "/api/v1/destinations/orders";
    private static final String DELIVERIES = QUEUE + "/subscriptions/orders/deliveries";
    private static final int KEYS = 7;
    private static final int KILLS = 3;

    /** Committed before each kill, and once more after the last. */
    private static final int ROWS = 500;

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path directory;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ObjectMapper json = new ObjectMapper();
    private int written;

    @Test
    void shouldHaveEachRowOnceAndInOrderAfterKills() throws Exception {
        long seed = Long.getLong("penstock.seed", new Random().nextInt());
        System.out.println("OutboxKillIT: -Dpenstock.seed=" + seed);
        var random = new Random(seed);
        try (var postgres = EmbeddedPostgres.start()) {
            for (int kill = 0; kill < KILLS; kill++) {
                try (var process = start(postgres)) {
                    ask(process.address(), "PUT", QUEUE, "{\"kind\": \"QUEUE\", \"partitions\": 4}");
                    write(postgres);
                    // Some of these are in the log when it is killed, and some are not.
                    int wanted = kill * ROWS + random.nextInt(ROWS);
                    Awaitility.await().atMost(PATIENCE).until(() -> sent(postgres) >= wanted);
                    process.kill();
                }
            }
            try (var process = start(postgres)) {
                var server = process.address();
                write(postgres);
                Awaitility.await().atMost(PATIENCE).until(() -> sent(postgres) == written);

                requireEachOnceAndInOrder(inTheLog(server));
            }
        }
    }

    private PenstockProcess start(EmbeddedPostgres postgres) throws Exception {
        return PenstockProcess.serve(
                directory,
                Map.of(
                        "QUARKUS_DATASOURCE_JDBC_URL",
                        postgres.getJdbcUrl("postgres", "postgres"),
                        "QUARKUS_DATASOURCE_USERNAME",
                        "postgres",
                        "QUARKUS_DATASOURCE_PASSWORD",
                        "postgres"));
    }

    /** As another application does, in transactions of one row each. */
    private void write(EmbeddedPostgres postgres) throws SQLException {
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var insert = connection.prepareStatement("insert into penstock_outbox"
                        + " (destination, message_key, body, header_names, header_values)"
                        + " values ('orders', ?, ?, '{content-type}', array['text/plain'::bytea])")) {
            for (int i = 0; i < ROWS; i++) {
                insert.setBytes(1, ("k" + written % KEYS).getBytes(StandardCharsets.UTF_8));
                insert.setBytes(2, Integer.toString(written).getBytes(StandardCharsets.UTF_8));
                insert.executeUpdate();
                written++;
            }
        }
    }

    private static long sent(EmbeddedPostgres postgres) throws SQLException {
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from penstock_outbox where state = 'SENT'")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** The numbers of each key, as they are handed out. */
    private Map<String, List<Integer>> inTheLog(URI server) throws Exception {
        var numbers = new HashMap<String, List<Integer>>();
        int taken;
        do {
            var deliveries = json.readTree(ask(server, "POST", DELIVERIES + "?max=1000&wait=PT0S", ""))
                    .get("deliveries");
            taken = deliveries.size();
            for (var delivery : deliveries) {
                var message = delivery.get("message");
                numbers.computeIfAbsent(message.get("key").asText(), key -> new ArrayList<>())
                        .add(message.get("body").asInt());
            }
        } while (taken > 0);
        return numbers;
    }

    private void requireEachOnceAndInOrder(Map<String, List<Integer>> numbers) {
        for (int key = 0; key < KEYS; key++) {
            var expected = new ArrayList<Integer>();
            for (int number = key; number < written; number += KEYS) {
                expected.add(number);
            }
            assertThat(numbers.get("k" + key)).as("messages of key " + key).isEqualTo(expected);
        }
    }

    private String ask(URI server, String method, String path, String body) throws Exception {
        var request = HttpRequest.newBuilder(server.resolve(path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
        return answer.body();
    }
}
