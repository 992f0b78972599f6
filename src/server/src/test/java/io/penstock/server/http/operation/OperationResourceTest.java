package io.penstock.server.http.operation;

import io.penstock.Broker;
import io.penstock.ConsumerOptions;
import io.penstock.DeadLetterReason;
import io.penstock.Message;
import io.penstock.server.http.request.ProblemType;
import io.quarkus.test.junit.QuarkusTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import jakarta.inject.Inject;

import static io.penstock.server.http.Requests.DEAD_LETTERS;
import static io.penstock.server.http.Requests.DESTINATIONS;
import static io.penstock.server.http.Requests.declareQueue;
import static io.penstock.server.http.Requests.declareTopic;
import static io.penstock.server.http.Requests.json;
import static io.penstock.server.http.Requests.problem;
import static io.penstock.server.http.Requests.send;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

@QuarkusTest
class OperationResourceTest {

    private static final String OPERATIONS = "/api/v1/operations";

    @Inject
    Broker broker;

    private String letters(String... ids) {
        String queue = declareQueue("doomed");
        for (String id : ids) {
            broker.send(Message.to(queue).id(id).header("tenant", id).build());
        }
        var left = new CountDownLatch(ids.length);
        try (var consumer = broker.consume(
                ConsumerOptions.ofQueue(queue, "undertaker").build(),
                batch -> batch.forEach(delivery -> delivery.rejectAsync(DeadLetterReason.REJECTED, "cannot be", null)
                        .thenRun(left::countDown)))) {
            consumer.request(ids.length);
            Awaitility.await().until(() -> left.getCount() == 0);
        }
        return queue;
    }

    private static void awaitEnd(int id) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> given().get(OPERATIONS + "/" + id).jsonPath().get("finishedAt") != null);
    }

    @Test
    void shouldThrowAwayInTheBackgroundAndTellWhoDidIt() {
        String path = DEAD_LETTERS + "/" + letters("north", "south") + ".dlq";
        json("{\"filter\": \"tenant = 'north'\"}")
                .post(path + "/count")
                .then()
                .statusCode(200)
                .body("count", equalTo(1));
        problem(json("{}").post(path + "/discard/start").then(), ProblemType.MALFORMED_REQUEST, path + "/discard/start")
                .body("detail", containsString("reason"));
        for (var blank : List.of("", " ", "\\t\\n")) {
            problem(
                            json("{\"reason\": \"" + blank + "\"}")
                                    .post(path + "/discard/start")
                                    .then(),
                            ProblemType.MALFORMED_REQUEST,
                            path + "/discard/start")
                    .body("detail", containsString("'reason' is blank"));
        }
        problem(
                json("{\"filter\": \"tenant =\"}").post(path + "/redrive/start").then(),
                ProblemType.INVALID_FILTER,
                path + "/redrive/start");
        int id = json("{\"filter\": \"tenant = 'north'\", \"actor\": \"ada\", \"reason\": \"a test\"}")
                .post(path + "/discard/start")
                .then()
                .statusCode(202)
                .header("Location", containsString(OPERATIONS + "/"))
                .body("kind", equalTo("DISCARD"))
                .extract()
                .path("id");
        awaitEnd(id);
        given().get(OPERATIONS + "/" + id)
                .then()
                .statusCode(200)
                .body("actor", equalTo("ada"))
                .body("reason", equalTo("a test"))
                .body("selection", equalTo("filter: tenant = 'north'"))
                .body("messages", equalTo(1))
                .body("startedAt", notNullValue());
        purge();
        var latest = given().get(OPERATIONS + "?limit=1")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(latest.getInt("operations[0].id")).isGreaterThan(id);
        given().get(OPERATIONS + "?limit=1&after=" + latest.getString("next"))
                .then()
                .statusCode(200)
                .body("operations", hasSize(1))
                .body("operations[0].id", equalTo(id));
        problem(given().get(OPERATIONS + "?after=x").then(), ProblemType.MALFORMED_REQUEST, OPERATIONS);
        given().get(path).then().body("deadLetters.id", equalTo(List.of("south")));
    }

    /** One more operation. */
    private static void purge() {
        given().post(DESTINATIONS + "/" + declareQueue("purged") + "/purge")
                .then()
                .statusCode(200);
    }

    @Test
    void shouldPutBackInTheBackground() {
        String queue = letters("one", "two");
        int id = json("{\"perSecond\": 1000}")
                .post(DEAD_LETTERS + "/" + queue + ".dlq/redrive/start")
                .then()
                .statusCode(202)
                .body("actor", equalTo("anonymous"))
                .extract()
                .path("id");
        awaitEnd(id);
        given().get(OPERATIONS + "/" + id).then().body("messages", equalTo(2));
        given().post(OPERATIONS + "/" + id + "/stop").then().statusCode(200).body("messages", equalTo(2));
        given().get(DESTINATIONS + "/" + queue).then().body("depth", equalTo(2));
    }

    @Test
    void shouldUndoWhatHasNotBegunByStoppingIt() {
        String queue = letters("one", "two");
        String path = DEAD_LETTERS + "/" + queue + ".dlq";
        int id = json("{\"reason\": \"a mistake\", \"delay\": \"PT1H\"}")
                .post(path + "/discard/start")
                .then()
                .statusCode(202)
                .body("beginsAt", notNullValue())
                .extract()
                .path("id");

        given().post(OPERATIONS + "/" + id + "/stop")
                .then()
                .statusCode(200)
                .body("messages", equalTo(0))
                .body("finishedAt", notNullValue());
        given().get(path).then().body("deadLetters", hasSize(2));

        int soon = json("{\"delay\": \"PT0.2S\"}")
                .post(path + "/redrive/start")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        awaitEnd(soon);
        given().get(path).then().body("deadLetters", hasSize(0));
        for (var wrong : List.of("\"PT-1S\"", "\"P2D\"", "10", "\"soon\"")) {
            json("{\"delay\": " + wrong + "}")
                    .post(path + "/redrive/start")
                    .then()
                    .statusCode(400)
                    .body("detail", containsString("delay"));
        }
    }

    @Test
    void shouldPurgeAndDelete() {
        String queue = declareQueue("full");
        send(queue, "a");
        given().post(DESTINATIONS + "/" + queue + "/purge?actor=ada")
                .then()
                .statusCode(200)
                .body("kind", equalTo("PURGE"))
                .body("messages", equalTo(1))
                .body("actor", equalTo("ada"));
        given().get(DESTINATIONS + "/" + queue).then().body("depth", equalTo(0));
        String topic = declareTopic("prices", 1);
        String subscription = DESTINATIONS + "/" + topic + "/subscriptions/audit";
        json("{}").put(subscription).then().statusCode(201);
        send(topic, "a");
        given().post(subscription + "/purge").then().statusCode(200).body("messages", equalTo(1));
        try (var consumer = broker.consume(ConsumerOptions.ofQueue(queue, "c").build(), batch -> {})) {
            String path = DESTINATIONS + "/" + queue;
            problem(given().delete(path).then(), ProblemType.CONFLICT, path)
                    .body("detail", containsString("1 consumer"));
            given().delete(path + "?force=true").then().statusCode(200).body("kind", equalTo("DELETE"));
            problem(given().get(path).then(), ProblemType.UNKNOWN_DESTINATION, path);
        }
    }

    @Test
    void shouldNotKnowWhatNeverWas() {
        String path = OPERATIONS + "/999999";
        problem(given().get(path).then(), ProblemType.UNKNOWN_OPERATION, path)
                .body("type", endsWith("unknown-operation"));
        problem(given().get(OPERATIONS + "/x").then(), ProblemType.MALFORMED_REQUEST, OPERATIONS + "/x");
    }
}
