package io.penstock.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.StreamSupport;

import static org.assertj.core.api.Assertions.assertThat;

/** What the server is to others while its PostgreSQL is away. */
class DatabaseOutageIT {

    private static final String QUEUE = "/api/v1/destinations/orders";
    private static final String LETTERS = "/api/v1/triage/letters";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path directory;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private EmbeddedPostgres postgres;
    private int port;

    @AfterEach
    void stopPostgres() throws IOException {
        postgres.close();
    }

    private void startPostgres() throws IOException {
        postgres = EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(directory.resolve("postgres"))
                .setCleanDataDirectory(false)
                .start();
        port = postgres.getPort();
    }

    private PenstockProcess start(Map<String, String> more) throws IOException {
        var environment = new HashMap<>(more);
        environment.put("QUARKUS_DATASOURCE_JDBC_URL", postgres.getJdbcUrl("postgres", "postgres"));
        environment.put("QUARKUS_DATASOURCE_USERNAME", "postgres");
        environment.put("QUARKUS_DATASOURCE_PASSWORD", "postgres");
        return PenstockProcess.serve(directory, environment);
    }

    @Test
    void shouldStayInServiceAndSayThatTheDatabaseIsAway() throws Exception {
        startPostgres();
        try (var process = start(Map.of())) {
            var server = process.address();
            awaitReadiness(server, 200, "ANSWERS");

            postgres.close();

            awaitReadiness(server, 200, "AWAY");
            assertThat(ask(server, "PUT", QUEUE, "{\"kind\": \"QUEUE\"}").statusCode())
                    .isEqualTo(201);
            assertThat(ask(server, "POST", QUEUE + "/messages", "\"hello\"").statusCode())
                    .isEqualTo(201);
            assertThat(ask(server, "GET", LETTERS, "").statusCode()).isEqualTo(503);
            assertThat(process.out()).contains("The database does not answer.");

            startPostgres();

            awaitReadiness(server, 200, "ANSWERS");
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> ask(server, "GET", LETTERS, "").statusCode() == 200);
            assertThat(process.out()).contains("The database answers again.");
        }
    }

    @Test
    void shouldGoOutOfServiceWithoutTheDatabaseIfThatIsWanted() throws Exception {
        startPostgres();
        try (var process = start(Map.of("PENSTOCK_READINESS_REQUIRES_DATABASE", "true"))) {
            var server = process.address();
            awaitReadiness(server, 200, "ANSWERS");

            postgres.close();
            awaitReadiness(server, 503, "AWAY");

            startPostgres();
            awaitReadiness(server, 200, "ANSWERS");
        }
    }

    private void awaitReadiness(URI server, int status, String database) {
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            var answer = ask(server, "GET", "/q/health/ready", "");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
            var checks = new ObjectMapper().readTree(answer.body()).get("checks");
            assertThat(checks).as(answer.body()).noneMatch(check -> name(check).startsWith("Database connections"));
            assertThat(StreamSupport.stream(checks.spliterator(), false)
                            .filter(check -> name(check).equals("Penstock database"))
                            .map(check -> check.at("/data/state").asText()))
                    .as(answer.body())
                    .containsExactly(database);
        });
    }

    private static String name(JsonNode check) {
        return check.get("name").asText();
    }

    private HttpResponse<String> ask(URI server, String method, String path, String body) throws Exception {
        var request = HttpRequest.newBuilder(server.resolve(path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
