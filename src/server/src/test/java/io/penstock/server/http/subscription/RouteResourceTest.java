package io.penstock.server.http.subscription;

import io.penstock.server.http.request.ProblemType;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import static io.penstock.server.http.Requests.DESTINATIONS;
import static io.penstock.server.http.Requests.declareQueue;
import static io.penstock.server.http.Requests.json;
import static io.penstock.server.http.Requests.newName;
import static io.penstock.server.http.Requests.problem;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

/** What is told of routes, of consumers, and of schedules that are fired by hand. */
@QuarkusTest
class RouteResourceTest {

    @Test
    void shouldTellWhereAMessageWouldGoAndByWhichBinding() {
        String queue = declareQueue("routed");
        String rest = declareQueue("rest");
        String exchange = newName("exchange");
        String path = DESTINATIONS + "/" + exchange;
        json("{\"kind\": \"EXCHANGE\", \"exchange\": {\"type\": \"PATTERN\", \"alternate\": \"" + rest + "\"}}")
                .put(path)
                .then()
                .statusCode(201);
        json("{\"destination\": \"" + queue + "\", \"pattern\": \"orders.#\", \"filter\": \"amount > 10\"}")
                .post(path + "/bindings")
                .then()
                .statusCode(201);

        json("{\"routingKey\": \"orders.new\", \"headers\": {\"amount\": \"12\"}}")
                .post(path + "/route")
                .then()
                .statusCode(200)
                .body("destinations", contains(queue))
                .body("steps", hasSize(1))
                .body("steps[0].exchange", equalTo(exchange))
                .body("steps[0].binding.pattern", equalTo("orders.#"));
        json("{\"key\": \"orders.new\", \"headers\": {\"amount\": \"9\"}}")
                .post(path + "/route")
                .then()
                .statusCode(200)
                .body("destinations", contains(rest))
                .body("steps[0].binding", nullValue());
        given().get(DESTINATIONS + "/" + queue).then().body("sent", equalTo(0));
        problem(
                json("{}").post(DESTINATIONS + "/" + queue + "/route").then(),
                ProblemType.CONFLICT,
                DESTINATIONS + "/" + queue + "/route");
        problem(
                json("{}").post(DESTINATIONS + "/nowhere/route").then(),
                ProblemType.UNKNOWN_DESTINATION,
                DESTINATIONS + "/nowhere/route");
        json("{\"key\": \"a\", \"keyBase64\": \"YQ==\"}")
                .post(path + "/route")
                .then()
                .statusCode(400);
        json("{\"headers\": {\"a\": null}}").post(path + "/route").then().statusCode(400);
    }

    @Test
    void shouldTellWhoConsumes() {
        String queue = declareQueue("consumed");
        String path = DESTINATIONS + "/" + queue + "/subscriptions/" + queue;
        given().get(path + "/consumers").then().statusCode(200).body("consumers", empty());

        given().post(path + "/deliveries?wait=PT0S").then().statusCode(200);

        given().get(path + "/consumers")
                .then()
                .statusCode(200)
                .body("consumers", hasSize(1))
                .body("consumers[0].held", equalTo(0));
        problem(
                given().get(DESTINATIONS + "/" + queue + "/subscriptions/nobody/consumers")
                        .then(),
                ProblemType.UNKNOWN_SUBSCRIPTION,
                DESTINATIONS + "/" + queue + "/subscriptions/nobody/consumers");
    }

    @Test
    void shouldFireAScheduleByHand() {
        String queue = declareQueue("scheduled");
        String path = "/api/v1/schedules/" + newName("daily");
        json("{\"destination\": \"" + queue + "\", \"interval\": \"P1D\", \"body\": \"go\"}")
                .put(path)
                .then()
                .statusCode(201);
        String next = given().get(path).jsonPath().getString("next");

        given().post(path + "/fire")
                .then()
                .statusCode(200)
                .body("fired", equalTo(1))
                .body("next", equalTo(next));

        given().get(DESTINATIONS + "/" + queue + "/messages").then().body("messages.body", contains("go"));
        given().header("If-Match", "\"other\"").post(path + "/fire").then().statusCode(412);
        given().post("/api/v1/schedules/nobody/fire")
                .then()
                .statusCode(404)
                .body("type", containsString("unknown-schedule"));
    }
}
