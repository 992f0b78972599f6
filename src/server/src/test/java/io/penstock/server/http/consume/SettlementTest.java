package io.penstock.server.http.consume;

import io.penstock.server.http.RawClient;
import io.penstock.server.http.request.ProblemType;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import static io.penstock.server.http.Requests.DEAD_LETTERS;
import static io.penstock.server.http.Requests.DESTINATIONS;
import static io.penstock.server.http.Requests.declareQueue;
import static io.penstock.server.http.Requests.json;
import static io.penstock.server.http.Requests.problem;
import static io.penstock.server.http.Requests.send;
import static io.penstock.server.http.consume.Deliveries.poll;
import static io.penstock.server.http.consume.Deliveries.settle;
import static io.penstock.server.http.consume.Deliveries.standing;
import static io.penstock.server.http.consume.Deliveries.take;
import static io.penstock.server.http.consume.Deliveries.takeOne;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

@QuarkusTest
class SettlementTest {

    @TestHTTPResource("/")
    URI server;

    private static final String GONE = "urn:problem-type:penstock:token-gone";

    @Test
    void shouldGiveAMessageBackWithoutCountingAnAttempt() {
        String queue = declareQueue("settle");
        String path = Deliveries.of(queue);
        send(queue, "x");

        settle(path, takeOne(path), "release", "{}").statusCode(204);

        poll(path, 1, "PT1M").body("deliveries[0].attempt", equalTo(1)).body("deliveries[0].deliveries", equalTo(2));
    }

    @Test
    void shouldGiveAMessageBackAfterADelayAndCountTheAttempt() {
        String queue = declareQueue("settle");
        String path = Deliveries.of(queue);
        send(queue, "x");

        settle(path, takeOne(path), "release", "{\"delay\": \"PT0.1S\", \"countsAsAttempt\": true}")
                .statusCode(204);

        poll(path, 1, "PT1M").body("deliveries[0].attempt", equalTo(2));
    }

    @Test
    void shouldTakeARequestWithoutABody() throws Exception {
        String queue = declareQueue("settle");
        String path = Deliveries.of(queue);
        send(queue, "x");
        String token = takeOne(path);

        try (var client = RawClient.connect(server)) {
            client.head("POST " + path + "/" + token + "/release", "Content-Length: 0");
            assertThat(client.status()).isEqualTo("HTTP/1.1 204 No Content");
        }
    }

    @Test
    void shouldHoldAMessageBackForItsDelay() {
        String queue = declareQueue("settle");
        String path = Deliveries.of(queue);
        send(queue, "x");

        settle(path, takeOne(path), "release", "{\"delay\": \"PT1H\"}").statusCode(204);

        assertThat(take(path, 1)).isEmpty();
        assertThat(standing(queue, "scheduled")).isEqualTo(1);
    }

    @Test
    void shouldLetThePolicyDecideOnWhatFailed() {
        String queue = declareQueue("settle");
        String path = Deliveries.of(queue);
        json("{\"retry\": {\"maxRetries\": 1, \"delay\": \"PT0S\", \"jitter\": \"PT0S\"}}")
                .put(DESTINATIONS + "/" + queue + "/subscriptions/" + queue)
                .then()
                .statusCode(200);
        send(queue, "x");

        settle(path, takeOne(path), "fail", "{\"description\": \"no stock\"}").statusCode(204);
        poll(path, 1, "PT1M").body("deliveries[0].attempt", equalTo(2));
    }

    @Test
    void shouldMakeADeadLetterOfWhatIsRejected() {
        String queue = declareQueue("settle");
        String path = Deliveries.of(queue);
        send(queue, "x");

        settle(path, takeOne(path), "reject", "{\"reason\": \"UNREADABLE\", \"description\": \"no order\"}")
                .statusCode(204);

        given().get(DEAD_LETTERS + "/" + queue + ".dlq")
                .then()
                .statusCode(200)
                .body("deadLetters[0].reason", equalTo("UNREADABLE"))
                .body("deadLetters[0].description", containsString("no order"));
    }

    @Test
    void shouldKeepAMessageThatIsRenewed() {
        String queue = declareQueue("settle");
        String path = Deliveries.of(queue);
        send(queue, "x");
        String token =
                given().queryParam("lease", "PT2S").post(path).then().extract().path("deliveries[0].token");

        settle(path, token, "renew", "{\"lease\": \"PT1H\"}").statusCode(200).body("token", equalTo(token));

        poll(path, 1, "PT4S").body("deliveries", equalTo(List.of()));
        settle(path, token, "accept", null).statusCode(204);
    }

    @Test
    void shouldSayThatALeaseHasEnded() {
        String queue = declareQueue("settle");
        String path = Deliveries.of(queue);
        send(queue, "x");
        String token = given().queryParam("lease", "PT0.1S")
                .post(path)
                .then()
                .extract()
                .path("deliveries[0].token");
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> standing(queue, "acquired") == 0);

        problem(settle(path, token, "accept", null), ProblemType.LEASE_LOST, path + "/" + token + "/accept");
        assertThat(standing(queue, "waiting")).isEqualTo(1);
    }

    @Test
    void shouldTakeATokenOnce() {
        String queue = declareQueue("settle");
        String path = Deliveries.of(queue);
        send(queue, "x");
        String token = takeOne(path);
        settle(path, token, "accept", null).statusCode(204);

        for (String how : List.of("accept", "release", "fail", "reject", "renew")) {
            problem(
                            settle(path, token, how, how.equals("accept") ? null : "{}"),
                            ProblemType.TOKEN_GONE,
                            path + "/" + token + "/" + how)
                    .body("detail", containsString("settled by it before"));
        }
    }

    @Test
    void shouldTellThatATokenIsOfAnEarlierRun() {
        String queue = declareQueue("settle");
        String path = Deliveries.of(queue);

        problem(
                        settle(path, "AAAAAAAAbbbbbbbbbbbbbbbbbbbbbb", "accept", null),
                        ProblemType.TOKEN_GONE,
                        path + "/AAAAAAAAbbbbbbbbbbbbbbbbbbbbbb/accept")
                .body("detail", containsString("restarted"));
    }

    @Test
    void shouldTakeATokenForItsOwnSubscriptionOnly() {
        String queue = declareQueue("settle");
        String other = declareQueue("settle");
        send(queue, "x");
        send(other, "y");
        String token = takeOne(Deliveries.of(queue));
        takeOne(Deliveries.of(other));

        settle(Deliveries.of(other), token, "accept", null).statusCode(410);
        settle(Deliveries.of(queue), token, "accept", null).statusCode(204);
    }

    @Test
    void shouldSettleEachItemOfABatchByItself() {
        String queue = declareQueue("settle");
        String path = Deliveries.of(queue);
        for (int i = 0; i < 5; i++) {
            send(queue, "m" + i);
        }
        var tokens = take(path, 5);

        json("{\"items\": ["
                        + item(tokens.get(0), "ACCEPT", "")
                        + "," + item(tokens.get(1), "RELEASE", ", \"delay\": \"PT1H\"")
                        + "," + item(tokens.get(2), "REJECT", ", \"description\": \"bad\"")
                        + "," + item(tokens.get(3), "RENEW", ", \"lease\": \"PT1H\"")
                        + "," + item(tokens.get(4), "RENEW", ", \"lease\": \"P400D\"")
                        + "," + item(tokens.get(4), "FAIL", "")
                        + "," + item(tokens.get(0), "ACCEPT", "")
                        + ", {\"token\": \"t\"}, null]}")
                .post(path + "/settle")
                .then()
                .statusCode(200)
                .body("items.status", equalTo(List.of(204, 204, 204, 200, 400, 204, 410, 400, 400)))
                .body("items[0].token", equalTo(tokens.get(0)))
                .body("items[3].leaseEndsAt", org.hamcrest.Matchers.notNullValue())
                .body("items[6].problem.type", equalTo(GONE))
                .body("items[6].problem.instance", equalTo(path + "/settle"));

        assertThat(standing(queue, "accepted")).isEqualTo(1);
        assertThat(standing(queue, "deadLettered")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ACCEPTED| |cannot be \"ACCEPTED\": use ACCEPT or",
                "RELEASE|, \"delay\": \"soon\"|'delay' cannot be \"soon\"",
                "RELEASE|, \"delay\": \"PT-1S\"|'delay' is PT-1S",
                "RELEASE|, \"later\": true|'later' means nothing here",
                "REJECT|, \"reason\": \"WRONG\"|'reason' cannot be \"WRONG\"",
                "ACCEPT|, \"delay\": \"PT1H\"|'delay' means nothing for the action ACCEPT",
                "ACCEPT|, \"reason\": \"REJECTED\"|'reason' means nothing for the action ACCEPT",
                "ACCEPT|, \"description\": \"x\"|it belongs to REJECT and FAIL",
                "REJECT|, \"countsAsAttempt\": true|'countsAsAttempt' means nothing for the action REJECT",
                "FAIL|, \"delay\": \"PT1H\"|'delay' means nothing for the action FAIL",
                "FAIL|, \"reason\": \"REJECTED\"|'reason' means nothing for the action FAIL",
                "RELEASE|, \"description\": \"x\"|'description' means nothing for the action RELEASE",
                "RELEASE|, \"lease\": \"PT1M\"|'lease' means nothing for the action RELEASE",
                "RENEW|, \"delay\": \"PT1M\"|'delay' means nothing for the action RENEW"
            })
    void shouldRefuseOneItemThatCannotBeMeantAndSettleTheOthers(String action, String rest, String detail) {
        String queue = declareQueue("settle");
        String path = Deliveries.of(queue);
        send(queue, "a");
        send(queue, "b");
        var tokens = take(path, 2);

        json("{\"items\": [" + item(tokens.get(0), action, rest == null ? "" : rest) + ","
                        + item(tokens.get(1), "ACCEPT", ", \"delay\": null") + ", 5, {\"token\": 5}]}")
                .post(path + "/settle")
                .then()
                .statusCode(200)
                .body("items.status", equalTo(List.of(400, 204, 400, 400)))
                .body("items[0].token", equalTo(tokens.get(0)))
                .body("items[0].problem.type", equalTo(ProblemType.MALFORMED_REQUEST.uri()))
                .body("items[0].problem.detail", containsString(detail));

        settle(path, tokens.get(0), "accept", null).statusCode(204);
        assertThat(standing(queue, "accepted")).isEqualTo(2);
    }

    private static String item(String token, String action, String rest) {
        return "{\"token\": \"" + token + "\", \"action\": \"" + action + "\"" + rest + "}";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "release|{\"delay\": \"PT-1S\"}",
                "release|{\"delay\": \"P4000D\"}",
                "release|{\"delay\": 5}",
                "release|{\"later\": true}",
                "reject|{\"reason\": \"WRONG\"}",
                "renew|{\"lease\": \"PT0S\"}",
                "renew|[]"
            })
    void shouldRefuseABodyThatCannotBeMeantAndKeepTheLease(String how, String body) {
        String queue = declareQueue("settle");
        String path = Deliveries.of(queue);
        send(queue, "x");
        String token = takeOne(path);

        problem(settle(path, token, how, body), ProblemType.MALFORMED_REQUEST, path + "/" + token + "/" + how);
        settle(path, token, "accept", null).statusCode(204);
    }

    @Test
    void shouldRefuseBatchesThatAreEmptyOrTooLarge() {
        String path = Deliveries.of(declareQueue("settle"));
        var many = "null,".repeat(1_000) + "null";
        for (String body : List.of("{}", "{\"items\": []}", "{\"items\": [" + many + "]}")) {
            problem(json(body).post(path + "/settle").then(), ProblemType.MALFORMED_REQUEST, path + "/settle");
        }
    }
}
