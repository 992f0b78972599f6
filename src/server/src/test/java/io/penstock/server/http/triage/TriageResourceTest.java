package io.penstock.server.http.triage;

import io.agroal.api.AgroalDataSource;
import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.ConsumerOptions;
import io.penstock.DeadLetterReason;
import io.penstock.Message;
import io.penstock.server.http.request.ProblemType;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import jakarta.inject.Inject;

import static io.penstock.server.http.Requests.declareQueue;
import static io.penstock.server.http.Requests.json;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
@TestProfile(WithDatabase.class)
class TriageResourceTest {

    private static final String TRIAGE = "/api/v1/triage";
    private static final String LETTERS = TRIAGE + "/letters";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Inject
    Broker broker;

    @Inject
    AgroalDataSource database;

    @Test
    void shouldSearchLettersAndKeepWhatIsDecided() throws Exception {
        // given
        var queue = declareQueue("triaged");
        die(queue, "letter-1", "blue");
        die(queue, "letter-2", "red");
        awaitLetters(queue, 2);

        // when
        int id = given().queryParam("queue", queue + ".dlq")
                .queryParam("header", "colour:blue")
                .queryParam("exception", "IllegalStateException")
                .queryParam("text", "NO STOCK")
                .queryParam("from", "2020-01-01T00:00:00Z")
                .queryParam("status", "NEW")
                .queryParam("gone", "false")
                .get(LETTERS)
                .then()
                .statusCode(200)
                .body("total", equalTo(1))
                .body("letters.messageId", contains("letter-1"))
                .body("letters[0].headers.colour", equalTo("blue"))
                .body("letters[0].destination", equalTo(queue))
                .body("letters[0].stackTrace", nullValue())
                .extract()
                .path("letters[0].id");
        json("{\"status\": \"IN_WORK\", \"note\": \"asked\", \"actor\": \"ann\"}")
                .post(LETTERS + "/" + id)
                .then()
                .statusCode(200)
                .body("status", equalTo("IN_WORK"));

        // then
        given().get(LETTERS + "/" + id)
                .then()
                .statusCode(200)
                .body("note", equalTo("asked"))
                .body("changedBy", equalTo("ann"))
                .body("stackTrace", containsString("IllegalStateException"))
                .body("history.action", contains("FOUND", "IN_WORK"))
                .body("history.actor", contains("penstock", "ann"));
    }

    @Test
    void shouldGoOnWhereAPageHasEnded() throws Exception {
        var queue = declareQueue("triaged");
        die(queue, "letter-1", "blue");
        die(queue, "letter-2", "red");
        awaitLetters(queue, 2);
        var first = given().queryParam("queue", queue + ".dlq")
                .queryParam("limit", 1)
                .get(LETTERS)
                .then()
                .statusCode(200)
                .body("total", equalTo(2))
                .body("letters", hasSize(1))
                .extract()
                .jsonPath();

        given().queryParam("queue", queue + ".dlq")
                .queryParam("limit", 1)
                .queryParam("after", first.getString("next"))
                .get(LETTERS)
                .then()
                .statusCode(200)
                .body("total", equalTo(2))
                .body("letters", hasSize(1))
                .body("letters[0].id", not(equalTo(first.get("letters[0].id"))))
                .body("next", nullValue());
    }

    @Test
    void shouldPutBackWhatASearchFinds() throws Exception {
        // given
        var queue = declareQueue("triaged");
        die(queue, "letter-1", "blue");
        die(queue, "letter-2", "red");
        awaitLetters(queue, 2);
        var search = "{\"queue\": \"" + queue + ".dlq\", \"headers\": {\"colour\": \"red\"}";

        // when
        json(search + ", \"dryRun\": true}")
                .post(TRIAGE + "/redrive")
                .then()
                .statusCode(200)
                .body("matched", equalTo(1))
                .body("operations", empty());
        int operation = json(search + ", \"reason\": \"fixed\", \"actor\": \"ann\"}")
                .post(TRIAGE + "/redrive")
                .then()
                .statusCode(200)
                .body("matched", equalTo(1))
                .body("operations", hasSize(1))
                .extract()
                .path("operations[0].id");

        // then
        given().get("/api/v1/operations/" + operation).then().statusCode(200).body("actor", equalTo("ann"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> given().queryParam("queue", queue + ".dlq")
                        .queryParam("status", "REDRIVEN")
                        .get(LETTERS)
                        .then()
                        .body("letters.messageId", contains("letter-2"))
                        .body("letters[0].goneAt", notNullValue()));
    }

    @Test
    void shouldReadTheLettersAnew() throws Exception {
        // given
        var queue = declareQueue("triaged");
        die(queue, "letter-1", "blue");
        awaitLetters(queue, 1);
        sql("delete from penstock_triage_letter where queue = '" + queue + ".dlq'");

        // when
        given().post(TRIAGE + "/rebuild").then().statusCode(204);

        // then
        awaitLetters(queue, 1);
    }

    @Test
    void shouldRefuseWhatMakesNoSense() {
        for (var query : List.of(
                "status=OLD",
                "header=colour",
                "from=yesterday",
                "limit=0",
                "after=1",
                "after=" + "x".repeat(500),
                "after=MS4yLjM.",
                "after=OTk5OTk5OTk5OTk5OS4wLjE",
                "gone=maybe")) {
            requireProblem(given().get(LETTERS + "?" + query), ProblemType.MALFORMED_REQUEST);
        }
        requireProblem(given().get(LETTERS + "?text=" + "x".repeat(1_025)), ProblemType.INVALID_CONFIGURATION);
        requireProblem(given().get(LETTERS + "/0"), ProblemType.UNKNOWN_LETTER);
        requireProblem(given().get(LETTERS + "/99999999999999999999"), ProblemType.UNKNOWN_LETTER);
        requireProblem(json("{\"status\": \"NEW\"}").post(LETTERS + "/0"), ProblemType.UNKNOWN_LETTER);
        requireProblem(json("{}").post(LETTERS + "/1"), ProblemType.MALFORMED_REQUEST);
        requireProblem(json("{\"limit\": 0}").post(TRIAGE + "/redrive"), ProblemType.INVALID_CONFIGURATION);
    }

    @Test
    void shouldRefuseWhatTheDatabaseCannotCompare() {
        for (var query : List.of("from=-999999999-01-01T00:00:00Z", "from=0000-12-31T23:59:59Z")) {
            requireRefused(given().get(LETTERS + "?" + query), "'from'", "0001-01-01T00:00:00Z");
        }
        requireRefused(
                given().urlEncodingEnabled(false).get(LETTERS + "?to=%2B1000000000-12-31T23:59:59Z"),
                "'to'",
                "9999-12-31T23:59:59Z");
        for (var field : List.of("from", "to")) {
            requireRefused(
                    json("{\"" + field + "\": \"-999999999-01-01T00:00:00Z\"}").post(TRIAGE + "/redrive"),
                    "'" + field + "'",
                    "0001-01-01T00:00:00Z");
        }
        requireRefused(json("{\"headers\": {\"a\": null}}").post(TRIAGE + "/redrive"), "'headers'", "'a'");
        for (var time : List.of("1e30", "99999999999999999999", "-99999999999999999999", "1e999999999")) {
            json("{\"from\": " + time + "}").post(TRIAGE + "/redrive").then().statusCode(400);
        }
        given().queryParam("from", "0001-01-01T00:00:00Z")
                .queryParam("to", "9999-12-31T23:59:59Z")
                .get(LETTERS)
                .then()
                .statusCode(200);
    }

    @Test
    void shouldSayThatTheDatabaseDoesNotAnswer() throws Exception {
        String url;
        try (var connection = database.getConnection()) {
            url = connection.getMetaData().getURL();
        }
        admit(url, false);
        try {
            for (int i = 0; i < 2; i++) {
                requireProblem(given().get(LETTERS), ProblemType.DATABASE_UNAVAILABLE);
                requireProblem(given().get(LETTERS + "/1"), ProblemType.DATABASE_UNAVAILABLE);
                requireProblem(json("{\"status\": \"NEW\"}").post(LETTERS + "/1"), ProblemType.DATABASE_UNAVAILABLE);
                requireProblem(json("{}").post(TRIAGE + "/redrive"), ProblemType.DATABASE_UNAVAILABLE);
                requireProblem(given().post(TRIAGE + "/rebuild"), ProblemType.DATABASE_UNAVAILABLE);
            }
        } finally {
            admit(url, true);
        }
        await().atMost(PATIENCE).untilAsserted(() -> given().get(LETTERS).then().statusCode(200));
    }

    /** Whether the database takes connections; those that it has are ended. */
    private static void admit(String url, boolean isOpen) throws Exception {
        var other = url.replaceFirst("/postgres(?=$|\\?)", "/template1");
        assertThat(other).isNotEqualTo(url);
        try (var connection = DriverManager.getConnection(other, "postgres", "postgres");
                var statement = connection.createStatement()) {
            statement.executeUpdate("alter database postgres allow_connections " + isOpen);
            statement
                    .executeQuery("select pg_terminate_backend(pid) from pg_stat_activity where datname = 'postgres'")
                    .close();
        }
    }

    @Test
    void shouldTakeNoIdOfOtherLettersThanDigits() throws Exception {
        var queue = declareQueue("triaged");
        die(queue, "letter-1", "blue");
        awaitLetters(queue, 1);
        int id = given().queryParam("queue", queue + ".dlq").get(LETTERS).path("letters[0].id");
        var arabic = Integer.toString(id)
                .chars()
                .map(digit -> digit - '0' + '\u0660')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();

        for (var wrong : List.of(arabic, "+" + id, "-" + id, "x", id + "x")) {
            for (var response : List.of(
                    given().get(LETTERS + "/{id}", wrong),
                    json("{\"status\": \"IN_WORK\"}").post(LETTERS + "/{id}", wrong))) {
                requireProblem(response, ProblemType.MALFORMED_REQUEST);
                response.then().body("detail", containsString("'id' is '" + wrong + "'"));
            }
        }

        given().get(LETTERS + "/" + id).then().statusCode(200).body("status", equalTo("NEW"));
    }

    @Test
    void shouldSendWhatOthersWriteIntoTheOutbox() throws Exception {
        var queue = declareQueue("from-outbox");

        sql("insert into penstock_outbox (destination, body) values ('" + queue + "', 'hello')");

        await().atMost(PATIENCE)
                .until(() -> broker.browse(BrowseRequest.waiting(queue, 10).build()).stream()
                        .anyMatch(stored -> "hello".equals(stored.message().bodyText())));
        given().get("/q/metrics")
                .then()
                .body(containsString("penstock_outbox_waiting"))
                .body(containsString("penstock_outbox_oldest_seconds"))
                .body(containsString("penstock_outbox_abandoned"));
    }

    private void die(String queue, String id, String colour) throws InterruptedException {
        broker.send(Message.to(queue).id(id).header("colour", colour).body("b").build());
        try (var consumer =
                broker.consume(ConsumerOptions.ofQueue(queue, "test").build())) {
            var delivery = consumer.receive(PATIENCE).orElseThrow();
            delivery.reject(DeadLetterReason.REJECTED, "no stock", new IllegalStateException("empty"));
            assertThat(delivery.message().id()).isEqualTo(id);
        }
    }

    private static void awaitLetters(String queue, int count) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> given().queryParam("queue", queue + ".dlq")
                        .get(LETTERS)
                        .then()
                        .statusCode(200)
                        .body("total", equalTo(count)));
    }

    private void sql(String statement) throws Exception {
        try (var connection = database.getConnection();
                var prepared = connection.createStatement()) {
            prepared.executeUpdate(statement);
        }
    }

    private static void requireRefused(Response response, String field, String allowed) {
        requireProblem(response, ProblemType.INVALID_CONFIGURATION);
        response.then().body("detail", containsString(field)).body("detail", containsString(allowed));
    }

    private static void requireProblem(Response response, ProblemType type) {
        response.then().statusCode(type.status()).body("type", equalTo(type.uri()));
    }
}
