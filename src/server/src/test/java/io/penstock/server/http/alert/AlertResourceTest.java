package io.penstock.server.http.alert;

import io.penstock.server.http.Requests;
import io.penstock.server.http.request.ProblemType;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static io.penstock.server.http.Requests.DESTINATIONS;
import static io.penstock.server.http.Requests.declareQueue;
import static io.penstock.server.http.Requests.json;
import static io.penstock.server.http.Requests.newName;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
class AlertResourceTest {

    private static final String ALERTS = "/api/v1/alerts";
    private static final String STATES = "/api/v1/alert-states";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Test
    void shouldDeclareShowReplaceAndRemove() {
        String name = newName("behind");
        String path = ALERTS + "/" + name;
        json("{\"destinations\": \"nowhere.#\", \"subscription\": \"s\", \"lagAbove\": 100}")
                .put(path)
                .then()
                .statusCode(201)
                .header("Location", containsString(path))
                .body("name", equalTo(name))
                .body("destinations", equalTo("nowhere.#"))
                .body("subscription", equalTo("s"))
                .body("lagAbove", equalTo(100))
                .body("firing", equalTo(0))
                .body("problem", nullValue());
        json("{\"destinations\": \"nowhere\", \"noConsumerFor\": \"PT5M\"}")
                .put(path)
                .then()
                .statusCode(200)
                .body("lagAbove", nullValue())
                .body("noConsumerFor", equalTo("PT5M"));
        given().get(ALERTS).then().statusCode(200).body("alerts.name", hasItem(name));
        given().get(path).then().statusCode(200).body("destinations", equalTo("nowhere"));
        given().delete(path).then().statusCode(204);
        problem(given().delete(path), ProblemType.UNKNOWN_ALERT);
        problem(given().get(path), ProblemType.UNKNOWN_ALERT);
        given().get(ALERTS).then().body("alerts.name", not(hasItem(name)));
    }

    @Test
    void shouldShowWhatFiresAndWhatWasResolvedAndCountItInTheMetrics() {
        String queue = declareQueue("orders");
        String name = newName("any");
        json("{\"destinations\": \"" + queue + "\", \"lagAbove\": 0}")
                .put(ALERTS + "/" + name)
                .then()
                .statusCode(201);
        given().body("x").post(DESTINATIONS + "/" + queue + "/messages").then().statusCode(201);
        await(name, "FIRING");
        String state = "states.find {it.alert == '" + name + "'}.";
        given().get(STATES + "?status=FIRING")
                .then()
                .statusCode(200)
                .body(state + "destination", equalTo(queue))
                .body(state + "value", equalTo(1))
                .body(state + "text", containsString("1 messages of subscription '" + queue + "'"));
        given().get(ALERTS + "/" + name).then().body("firing", equalTo(1));
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(given().get("/q/metrics").asString())
                        .contains("penstock_alerts_firing{alert=\"" + name + "\"} 1.0"));
        given().post(DESTINATIONS + "/" + queue + "/purge").then().statusCode(200);
        await(name, "RESOLVED");
        given().delete(ALERTS + "/" + name).then().statusCode(204);
    }

    private static void await(String alert, String status) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> given().get(STATES)
                        .then()
                        .statusCode(200)
                        .body("states.find {it.alert == '" + alert + "'}.status", equalTo(status)));
    }

    @Test
    void shouldShowAllByPages() {
        var declared = new ArrayList<String>();
        for (int i = 0; i < 5; i++) {
            String name = newName("page");
            json("{\"diskAbove\": 99}").put(ALERTS + "/" + name).then().statusCode(201);
            declared.add(name);
        }
        var seen = new ArrayList<String>();
        String after = null;
        do {
            var page = given().queryParam("limit", 2);
            var answer = (after == null ? page : page.queryParam("after", after)).get(ALERTS);
            List<String> names = answer.path("alerts.name");
            assertThat(names.size()).isBetween(1, 2);
            seen.addAll(names);
            after = answer.path("next");
        } while (after != null);
        assertThat(seen).containsAll(declared).doesNotHaveDuplicates().isSorted();
        declared.forEach(name -> given().delete(ALERTS + "/" + name).then().statusCode(204));
    }

    private static void problem(Response response, ProblemType type, String... details) {
        var answer = Requests.problem(response.then(), type.status(), type.uri(), response.path("instance"));
        for (var detail : details) {
            answer.body("detail", containsString(detail));
        }
    }

    @Test
    void shouldSayWhatIsWrong() {
        String path = ALERTS + "/" + newName("wrong");
        problem(given().contentType("application/json").put(path), ProblemType.MALFORMED_REQUEST, "body is empty");
        problem(json("{}").put(path), ProblemType.MALFORMED_REQUEST, "has 0 conditions");
        problem(
                json("{\"lagAbove\": 1, \"diskAbove\": 5}").put(path),
                ProblemType.MALFORMED_REQUEST,
                "has 2 conditions");
        problem(json("{\"window\": \"PT1S\", \"lagAbove\": 1}").put(path), ProblemType.MALFORMED_REQUEST, "'window'");
        problem(json("{\"lagAbove\": 1}").put(path), ProblemType.INVALID_CONFIGURATION, "say which destinations");
        problem(
                json("{\"destinations\": \"a b\", \"lagAbove\": 1}").put(path),
                ProblemType.INVALID_CONFIGURATION,
                "'a b'");
        problem(json("{\"diskAbove\": 100}").put(path), ProblemType.INVALID_CONFIGURATION, "abovePercent = 100");
        problem(
                json("{\"moreDeadLettersThan\": 1, \"window\": \"P8D\"}").put(path),
                ProblemType.INVALID_CONFIGURATION,
                "within a second to 7 days");
        problem(
                json("{\"destinations\": \"a\", \"oldestMessageOlderThan\": \"PT0.5S\"}")
                        .put(path),
                ProblemType.INVALID_CONFIGURATION,
                "olderThan = PT0.5S");
        problem(json("{\"diskAbove\": 50}").put(ALERTS + "/a b"), ProblemType.INVALID_CONFIGURATION, "'a b'");
        problem(given().get(STATES + "?status=BAD"), ProblemType.MALFORMED_REQUEST, "'BAD'");
        problem(given().get(STATES + "?limit=0"), ProblemType.MALFORMED_REQUEST, "limit");
    }
}
