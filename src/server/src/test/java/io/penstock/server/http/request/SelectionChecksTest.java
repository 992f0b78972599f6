package io.penstock.server.http.request;

import io.penstock.Broker;
import io.penstock.ConsumerOptions;
import io.penstock.DeadLetterReason;
import io.penstock.Message;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import jakarta.inject.Inject;

import static io.penstock.server.http.Requests.DEAD_LETTERS;
import static io.penstock.server.http.Requests.DESTINATIONS;
import static io.penstock.server.http.Requests.declareQueue;
import static io.penstock.server.http.Requests.declareTopic;
import static io.penstock.server.http.Requests.json;
import static io.penstock.server.http.Requests.newName;
import static io.penstock.server.http.Requests.problem;
import static io.penstock.server.http.request.ProblemType.MALFORMED_REQUEST;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;

/** Selections that say nothing, in the place of which everything would be taken. */
@QuarkusTest
class SelectionChecksTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    Broker broker;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "redrive | '' | empty",
                "redrive | ' ' | blank",
                "redrive/start | '' | empty",
                "redrive/start | '\\t ' | blank",
                "discard/start | '' | empty",
                "discard/start | ' ' | blank",
                "count | '' | empty",
                "count | ' ' | blank"
            })
    void shouldNotTakeAnEmptyFilterForAllDeadLetters(String action, String filter, String what)
            throws InterruptedException {
        var queue = declareQueue("empty-filter");
        broker.send(Message.to(queue).body("dead").build());
        try (var consumer =
                broker.consume(ConsumerOptions.ofQueue(queue, "undertaker").build())) {
            consumer.receive(PATIENCE).orElseThrow().reject(DeadLetterReason.REJECTED, "cannot be", null);
        }
        var letters = DEAD_LETTERS + "/" + queue + ".dlq";
        var path = letters + "/" + action;

        problem(
                        json("{\"filter\": \"" + filter + "\", \"reason\": \"none\"}")
                                .post(path)
                                .then(),
                        MALFORMED_REQUEST,
                        path)
                .body("detail", containsString("'filter' is " + what + ": leave it out to take all"));

        given().get(letters).then().body("deadLetters", hasSize(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void shouldNotTakeAnEmptyFilterOfASubscriptionOrRuleForAllMessages(String filter) {
        var body = "{\"filter\": \"" + filter + "\"}";
        var subscription = DESTINATIONS + "/" + declareTopic("empty-filter", 1) + "/subscriptions/s";
        problem(json(body).put(subscription).then(), MALFORMED_REQUEST, subscription)
                .body("detail", containsString("'filter'"));
        given().get(subscription).then().statusCode(404);

        var rule = "/api/v1/rules/" + newName("empty-filter");
        problem(
                        json("{\"pattern\": \"none.such\", \"policies\": " + body + "}")
                                .put(rule)
                                .then(),
                        MALFORMED_REQUEST,
                        rule)
                .body("detail", containsString("'filter'"));
        given().get(rule).then().statusCode(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"filter | ''", "filter | ' '", "headers | {}"})
    void shouldNotBindEverythingByAnEmptySelection(String field, String value) {
        var queue = declareQueue("bound");
        var exchange = newName("exchange");
        json("{\"kind\": \"EXCHANGE\", \"exchange\": {\"type\": \"HEADERS\"}}")
                .put(DESTINATIONS + "/" + exchange)
                .then()
                .statusCode(201);
        var path = DESTINATIONS + "/" + exchange + "/bindings";
        var body = "{\"destination\": \"" + queue + "\", \"" + field + "\": " + value.replace('\'', '"') + "}";

        problem(json(body).post(path).then(), MALFORMED_REQUEST, path)
                .body("detail", containsString("'" + field + "'"));

        given().get(path).then().body("bindings", hasSize(0));
    }

    @Test
    void shouldNotSearchAllLettersOfTheTriageByNoHeaders() {
        var path = "/api/v1/triage/redrive";

        problem(json("{\"headers\": {}, \"dryRun\": true}").post(path).then(), MALFORMED_REQUEST, path)
                .body("detail", containsString("'headers' is empty"));
    }
}
