package io.penstock.server.http.subscription;

import io.penstock.server.http.request.ProblemType;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.penstock.server.http.Requests.DESTINATIONS;
import static io.penstock.server.http.Requests.declareQueue;
import static io.penstock.server.http.Requests.declareTopic;
import static io.penstock.server.http.Requests.json;
import static io.penstock.server.http.Requests.problem;
import static io.penstock.server.http.Requests.send;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

@QuarkusTest
class SeekAndPauseTest {

    private static String subscription(String destination, String name) {
        return DESTINATIONS + "/" + destination + "/subscriptions/" + name;
    }

    @Test
    void shouldPutASubscriptionToAnotherPlace() {
        String topic = declareTopic("sought", 1);
        String path = subscription(topic, "s");
        json("{\"start\": \"EARLIEST\"}").put(path).then().statusCode(201);
        send(topic, "a");
        send(topic, "b");
        send(topic, "c");

        json("{\"position\": \"offset:2\"}")
                .queryParam("actor", "ada")
                .post(path + "/seek")
                .then()
                .statusCode(200)
                .body("waiting", equalTo(1));
        json("{\"position\": \"earliest\"}").post(path + "/seek").then().body("waiting", equalTo(3));
        json("{\"position\": \"2000-01-01T00:00:00Z\"}")
                .post(path + "/seek")
                .then()
                .body("waiting", equalTo(3));
        json("{\"position\": \"latest\"}").post(path + "/seek").then().body("waiting", equalTo(0));
    }

    @Test
    void shouldPauseAndResume() {
        String queue = declareQueue("paused");
        String path = subscription(queue, queue);

        given().post(path + "/pause").then().statusCode(200).body("paused", equalTo(true));
        given().get(DESTINATIONS + "/" + queue).then().body("subscriptions[0].paused", equalTo(true));
        given().post(path + "/resume").then().statusCode(200).body("paused", equalTo(false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "", "{\"position\": null}", "{\"place\": \"latest\"}"})
    void shouldRefuseAMalformedSeek(String body) {
        String queue = declareQueue("sought");
        String path = subscription(queue, queue) + "/seek";

        problem(json(body).post(path).then(), ProblemType.MALFORMED_REQUEST, path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "there",
                "offset:-1",
                "offset:99999999999999999999",
                "+1000000000-12-31T23:59:59Z",
                "1969-12-31T00:00:00Z"
            })
    void shouldRefuseAPositionThatCannotBe(String position) {
        String queue = declareQueue("sought");
        String path = subscription(queue, queue) + "/seek";

        problem(
                json("{\"position\": \"" + position + "\"}").post(path).then(),
                ProblemType.INVALID_CONFIGURATION,
                path);
    }

    @Test
    void shouldRefuseASubscriptionThatDoesNotExist() {
        String topic = declareTopic("sought", 1);
        for (String what : new String[] {"/pause", "/resume"}) {
            String path = subscription(topic, "nobody") + what;
            problem(given().post(path).then(), ProblemType.UNKNOWN_SUBSCRIPTION, path);
        }
    }

    @Test
    void shouldRefuseAnActorThatWouldForgeALineOfTheLog() {
        String queue = declareQueue("forged");
        String path = subscription(queue, queue) + "/pause";

        problem(
                given().queryParam("actor", "ada\n12:00:00 ERROR [quarkus] gone")
                        .post(path)
                        .then(),
                ProblemType.MALFORMED_REQUEST,
                path);
    }
}
