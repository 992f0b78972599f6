package io.penstock.server.http.consume;

import io.penstock.server.http.EventClient;
import io.penstock.server.http.RawClient;
import io.penstock.server.http.request.ProblemType;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.time.Duration;

import static io.penstock.server.http.Requests.DESTINATIONS;
import static io.penstock.server.http.Requests.declareQueue;
import static io.penstock.server.http.Requests.problem;
import static io.penstock.server.http.Requests.send;
import static io.penstock.server.http.consume.Deliveries.settle;
import static io.penstock.server.http.consume.Deliveries.standing;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
class SubscriptionEventsTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TestHTTPResource("/")
    URI server;

    private static String events(String queue) {
        return DESTINATIONS + "/" + queue + "/subscriptions/" + queue + "/events";
    }

    @Test
    void shouldHoldNoMoreMessagesThanTheWindowUntilSomeAreSettledByToken() throws Exception {
        String queue = declareQueue("events");
        for (int i = 0; i < 5; i++) {
            send(queue, "m" + i);
        }
        try (var client = EventClient.open(server, events(queue) + "?max=2")) {
            var first = JsonPath.from(client.next().data());
            assertThat(first.getString("message.body")).isEqualTo("m0");
            var second = JsonPath.from(client.next().data());
            assertThat(standing(queue, "acquired")).isEqualTo(2);

            settle(Deliveries.of(queue), first.getString("token"), "accept", null)
                    .statusCode(204);
            var third = JsonPath.from(client.next().data());
            assertThat(third.getString("message.body")).isEqualTo("m2");
            settle(Deliveries.of(queue), second.getString("token"), "accept", null)
                    .statusCode(204);
            assertThat(JsonPath.from(client.next().data()).getString("message.body"))
                    .isEqualTo("m3");
        }
        assertThat(standing(queue, "accepted")).isEqualTo(2);
    }

    @Test
    void shouldAcceptWhatHasBeenWritten() throws Exception {
        String queue = declareQueue("events");
        try (var client = EventClient.open(server, events(queue) + "?settle=written")) {
            for (int i = 0; i < 20; i++) {
                send(queue, "m" + i);
                var event = client.next();
                assertThat(event.name()).isEqualTo("message");
                assertThat(JsonPath.from(event.data()).getString("message.body"))
                        .isEqualTo("m" + i);
            }
            Awaitility.await().atMost(PATIENCE).until(() -> standing(queue, "accepted") == 20);
        }
        Awaitility.await().atMost(PATIENCE).until(() -> standing(queue, "waiting") == 0);
    }

    @Test
    void shouldLeaveInTheLogWhatASlowClientHasNotRead() throws Exception {
        String queue = declareQueue("events");
        String large = "x".repeat(200_000);
        for (int i = 0; i < 60; i++) {
            send(queue, large);
        }
        var client = RawClient.connect(server);
        client.head("GET " + events(queue) + "?settle=written", "Accept: text/event-stream");
        assertThat(client.status()).contains("200");
        // The sockets of both sides take some of it, and then one message is held.
        Awaitility.await().atMost(PATIENCE).until(() -> standing(queue, "acquired") > 0);
        Awaitility.await()
                .atMost(PATIENCE)
                .during(Duration.ofSeconds(1))
                .until(() -> standing(queue, "acquired") > 0 && standing(queue, "waiting") > 10);
        client.abort();

        Awaitility.await().atMost(PATIENCE).until(() -> standing(queue, "acquired") == 0);
        int accepted = standing(queue, "accepted");
        assertThat(standing(queue, "waiting")).isEqualTo(60 - accepted).isGreaterThan(10);
    }

    @Test
    void shouldTellWhyTheStreamEnds() throws Exception {
        String queue = declareQueue("events");
        try (var client = EventClient.open(server, events(queue))) {
            Awaitility.await().atMost(PATIENCE).until(() -> standing(queue, "consumers") == 1);
            given().queryParam("force", true)
                    .delete(DESTINATIONS + "/" + queue)
                    .then()
                    .statusCode(200);

            var event = client.next();
            assertThat(event.name()).isEqualTo("problem");
            assertThat(event.data()).contains("urn:problem-type:penstock:", "\"status\":4");
            assertThat(client.next()).isNull();
        }
    }

    @Test
    void shouldRefuseASubscriptionThatDoesNotExist() {
        String path = DESTINATIONS + "/nowhere-at-all/subscriptions/s/events";
        problem(given().get(path).then(), ProblemType.UNKNOWN_SUBSCRIPTION, path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"settle=never", "max=0", "max=1001", "lease=PT0S", "wait=PT1S"})
    void shouldRefuseWhatCannotBeAskedFor(String query) {
        String path = events(declareQueue("events"));
        problem(given().get(path + "?" + query).then(), ProblemType.MALFORMED_REQUEST, path);
    }
}
