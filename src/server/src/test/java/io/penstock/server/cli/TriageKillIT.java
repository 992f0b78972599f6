package io.penstock.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** What a {@code kill -9} does to the triage: each dead letter is in the database once, and keeps what people noted. */
class TriageKillIT {

    private static final String QUEUE = "/api/v1/destinations/orders";
    private static final String DELIVERIES = QUEUE + "/subscriptions/orders/deliveries";
    private static final String LETTERS = "/api/v1/triage/letters";
    private static final int MESSAGES = 300;
    private static final int TAKEN_TOGETHER = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path directory;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ObjectMapper json = new ObjectMapper();

    private PenstockProcess start(EmbeddedPostgres postgres) throws Exception {
        var environment = Map.of(
                "QUARKUS_DATASOURCE_JDBC_URL",
                postgres.getJdbcUrl("postgres", "postgres"),
                "QUARKUS_DATASOURCE_USERNAME",
                "postgres",
                "QUARKUS_DATASOURCE_PASSWORD",
                "postgres",
                "QUARKUS_PENSTOCK_TRIAGE_INTERVAL",
                "100MS");
        return PenstockProcess.serve(directory, environment);
    }

    @Test
    void shouldHaveEachDeadLetterOnceAfterAKill() throws Exception {
        try (var postgres = EmbeddedPostgres.start()) {
            long noted;
            try (var process = start(postgres)) {
                var server = process.address();
                ask(server, "PUT", QUEUE, "{\"kind\": \"QUEUE\"}", 201);
                ask(server, "POST", QUEUE + "/messages:batch?atomic=true", batch(), 200);
                reject(server, TAKEN_TOGETHER);
                Awaitility.await().atMost(PATIENCE).until(() -> !letters(server).isEmpty());
                noted = letters(server).get(0).get("id").asLong();
                ask(server, "POST", LETTERS + "/" + noted, "{\"status\": \"IN_WORK\", \"note\": \"asked\"}", 200);
                // Some of these are in the database when it is killed, and some are not.
                reject(server, MESSAGES / 2);
                process.kill();
            }
            try (var process = start(postgres)) {
                var server = process.address();
                reject(server, MESSAGES);

                Awaitility.await().atMost(PATIENCE).until(() -> total(server) == MESSAGES);
                var letters = letters(server);
                assertThat(letters).hasSize(MESSAGES);
                assertThat(letters)
                        .extracting(letter -> letter.get("messageId").asText())
                        .doesNotHaveDuplicates();
                assertThat(letters)
                        .filteredOn(letter -> letter.get("status").asText().equals("IN_WORK"))
                        .extracting(letter -> letter.get("id").asLong())
                        .containsExactly(noted);
            }
        }
    }

    private static String batch() {
        return IntStream.range(0, MESSAGES)
                .mapToObj(number -> "{\"body\": \"" + number + "\", \"id\": \"m" + number + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    /** Takes and rejects about so many. Returns how many there were. */
    private int reject(URI server, int wanted) throws Exception {
        int rejected = 0;
        List<JsonNode> taken;
        do {
            taken = list(
                    json.readTree(ask(server, "POST", DELIVERIES + "?max=" + TAKEN_TOGETHER + "&wait=PT1S", "", 200))
                            .get("deliveries"));
            if (!taken.isEmpty()) {
                var items = taken.stream()
                        .map(delivery -> "{\"token\": \""
                                + delivery.get("token").asText()
                                + "\", \"action\": \"REJECT\", \"description\": \"no stock\"}")
                        .collect(Collectors.joining(",", "{\"items\": [", "]}"));
                ask(server, "POST", DELIVERIES + "/settle", items, 200);
                rejected += taken.size();
            }
        } while (!taken.isEmpty() && rejected < wanted);
        return rejected;
    }

    private long total(URI server) throws Exception {
        return json.readTree(ask(server, "GET", LETTERS + "?limit=1", "", 200))
                .get("total")
                .asLong();
    }

    private List<JsonNode> letters(URI server) throws Exception {
        var letters = new ArrayList<JsonNode>();
        var after = "";
        while (after != null) {
            var page = json.readTree(ask(server, "GET", LETTERS + "?limit=100" + after, "", 200));
            letters.addAll(list(page.get("letters")));
            after = page.hasNonNull("next") ? "&after=" + page.get("next").asText() : null;
        }
        return letters;
    }

    private static List<JsonNode> list(JsonNode array) {
        var list = new ArrayList<JsonNode>();
        array.forEach(list::add);
        return list;
    }

    private String ask(URI server, String method, String path, String body, int status) throws Exception {
        var request = HttpRequest.newBuilder(server.resolve(path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return answer.body();
    }
}
