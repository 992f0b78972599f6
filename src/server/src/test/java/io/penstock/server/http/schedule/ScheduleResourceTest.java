package io.penstock.server.http.schedule;

import io.penstock.server.http.request.ProblemType;
import io.quarkus.test.junit.QuarkusTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import java.time.Duration;

import static io.penstock.server.http.Requests.DESTINATIONS;
import static io.penstock.server.http.Requests.declareQueue;
import static io.penstock.server.http.Requests.json;
import static io.penstock.server.http.Requests.newName;
import static io.penstock.server.http.Requests.problem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
class ScheduleResourceTest {

    private static final String SCHEDULES = "/api/v1/schedules";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static String body(String queue, String when) {
        return "{\"destination\": \"" + queue + "\", " + when + ", \"key\": \"k\", \"body\": \"go\","
                + " \"headers\": {\"kind\": \"full\"}}";
    }

    @Test
    void shouldDeclareShowPauseResumeAndCancel() {
        String queue = declareQueue("reports");
        String path = SCHEDULES + "/" + newName("nightly");
        String name = path.substring(SCHEDULES.length() + 1);
        String yearly = body(queue, "\"cron\": \"0 0 0 1 1 ?\", \"zone\": \"Europe/Berlin\"");
        json(yearly)
                .put(path)
                .then()
                .statusCode(201)
                .body("name", equalTo(name))
                .body("destination", equalTo(queue))
                .body("cron", equalTo("0 0 0 1 1 ?"))
                .body("zone", equalTo("Europe/Berlin"))
                .body("misfire", equalTo("FIRE_ONCE"))
                .body("key", equalTo("k"))
                .body("body", equalTo("go"))
                .body("headers.kind", equalTo("full"))
                .body("paused", equalTo(false))
                .body("next", containsString("-12-31T23:00:00Z"))
                .body("fired", equalTo(0));
        json(yearly).put(path).then().statusCode(200);
        given().get(SCHEDULES).then().statusCode(200).body("schedules.name", hasItem(name));
        given().get(path + "/next?count=3").then().statusCode(200).body("firings", hasSize(3));
        given().post(path + "/pause")
                .then()
                .statusCode(200)
                .body("paused", equalTo(true))
                .body("next", nullValue());
        given().post(path + "/resume")
                .then()
                .statusCode(200)
                .body("paused", equalTo(false))
                .body("next", notNullValue());
        given().delete(path).then().statusCode(204);
        given().get(SCHEDULES).then().body("schedules.name", not(hasItem(name)));
        problem(given().get(path).then(), ProblemType.UNKNOWN_SCHEDULE, path);
    }

    @Test
    void shouldShowWhyAScheduleDoesNotFireAndThatItDoesAgain() {
        String queue = declareQueue("reports");
        String path = SCHEDULES + "/" + newName("lost");
        json(body(queue, "\"interval\": \"PT1S\""))
                .put(path)
                .then()
                .statusCode(201)
                .body("status", equalTo("ACTIVE"))
                .body("problem", nullValue());

        given().delete(DESTINATIONS + "/" + queue).then().statusCode(200);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> given().get(path).jsonPath().getString("status").equals("PROBLEM"));
        given().get(path).then().body("problem", containsString(queue));
        assertThat(problems()).isGreaterThanOrEqualTo(1);
        given().get("/q/health/ready").then().statusCode(200);

        json("{\"kind\": \"QUEUE\"}").put(DESTINATIONS + "/" + queue).then().statusCode(201);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> given().get(path).jsonPath().getString("status").equals("ACTIVE"));
        given().get(path).then().body("problem", nullValue());
        given().delete(path).then().statusCode(204);
        assertThat(problems()).isZero();
    }

    private static double problems() {
        return given().get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("penstock_schedules_problem"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Test
    void shouldRefuseWhatMakesNoSense() {
        String queue = declareQueue("reports");
        String path = SCHEDULES + "/" + newName("wrong");
        problem(
                        json(body(queue, "\"cron\": \"0 61 * * * ?\""))
                                .put(path)
                                .then(),
                        ProblemType.INVALID_CONFIGURATION,
                        path)
                .body("detail", containsString("61 not in range"));
        problem(
                        json(body(queue, "\"cron\": \"0 0 * * * ?\", \"interval\": \"PT1M\""))
                                .put(path)
                                .then(),
                        ProblemType.INVALID_CONFIGURATION,
                        path)
                .body("detail", containsString("exactly one"));
        problem(
                        json(body(queue, "\"interval\": \"PT1M\", \"zone\": \"Mars/Base\""))
                                .put(path)
                                .then(),
                        ProblemType.MALFORMED_REQUEST,
                        path)
                .body("detail", containsString("Mars/Base"));
        problem(json("{\"interval\": \"PT1M\"}").put(path).then(), ProblemType.MALFORMED_REQUEST, path)
                .body("detail", containsString("destination"));
        problem(
                json(body("nowhere", "\"interval\": \"PT1M\"")).put(path).then(),
                ProblemType.UNKNOWN_DESTINATION,
                path);
    }
}
