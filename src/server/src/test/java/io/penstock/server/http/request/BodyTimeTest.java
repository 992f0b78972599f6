package io.penstock.server.http.request;

import io.penstock.server.http.RawClient;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static io.penstock.server.http.Requests.DESTINATIONS;
import static io.penstock.server.http.Requests.declareQueue;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

/** Has an application of its own, with limits of its own. */
@QuarkusTest
@TestProfile(BodyTimeTest.Limits.class)
class BodyTimeTest {

    private static final int CONNECTIONS = 20;

    public static final class Limits implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "penstock.http.max-body-time",
                    "100ms",
                    "quarkus.http.limits.max-connections",
                    Integer.toString(CONNECTIONS));
        }
    }

    @TestHTTPResource("/")
    URI server;

    @Test
    void shouldGiveUpABodyThatDoesNotArriveInTime() throws Exception {
        try (var client = RawClient.connect(server)) {
            client.head("PUT " + DESTINATIONS + "/late", "Content-Type: application/json", "Content-Length: 100")
                    .write("{");

            assertThat(client.status()).startsWith("HTTP/1.1 408 ");
            assertThat(client.rest()).contains("body-too-slow", "penstock.http.max-body-time");
        }
        given().get(DESTINATIONS + "/late").then().statusCode(404);
    }

    @ParameterizedTest
    @CsvSource({"{, 408 ", "'{\"body\": \"a\"}\n', 200 "})
    void shouldGiveUpLinesThatDoNotGoOnInTime(String sent, String status) throws Exception {
        String queue = declareQueue("stalled");

        try (var client = RawClient.connect(server)) {
            client.head(
                            "POST " + DESTINATIONS + "/" + queue + "/messages:batch",
                            "Content-Type: application/x-ndjson",
                            "Content-Length: 100")
                    .write(sent);

            assertThat(client.status()).startsWith("HTTP/1.1 " + status);
            assertThat(client.rest()).contains("body-too-slow", "penstock.http.max-body-time");
        }
    }

    @Test
    void shouldCloseConnectionsBeyondTheLimitAndServeTheOthers() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        int served = 0;
        try {
            while (served <= CONNECTIONS && isServed(clients)) {
                served++;
            }
        } finally {
            for (var client : clients) {
                client.close();
            }
        }

        // Other connections to this server may still be open.
        assertThat(served).isBetween(1, CONNECTIONS);
        Awaitility.await().until(this::isAlive);
    }

    private boolean isServed(List<RawClient> clients) {
        try {
            var client = RawClient.connect(server);
            clients.add(client);
            return client.head("GET /q/health/live").status().equals("HTTP/1.1 200 OK");
        } catch (IOException e) {
            return false;
        }
    }

    private boolean isAlive() throws IOException {
        var one = new ArrayList<RawClient>();
        boolean served = isServed(one);
        one.get(0).close();
        return served;
    }

    @Test
    void shouldLeaveFileDescriptorsForTheLog() {
        assertThat(ConnectionLimit.of(600)).isEqualTo(150);
        assertThat(ConnectionLimit.of(1_048_576)).isEqualTo(4_000);
        assertThat(Long.parseLong(new ConnectionLimit().getValue(ConnectionLimit.PROPERTY)))
                .isBetween(16L, 4_000L);
    }
}
