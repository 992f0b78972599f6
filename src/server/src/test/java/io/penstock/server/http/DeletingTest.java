package io.penstock.server.http;

import io.penstock.server.http.request.Problem;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import static io.penstock.server.http.Requests.DESTINATIONS;
import static io.penstock.server.http.Requests.declareQueue;
import static io.penstock.server.http.Requests.declareTopic;
import static io.penstock.server.http.Requests.json;
import static io.penstock.server.http.Requests.newName;
import static io.penstock.server.http.Requests.problem;
import static io.penstock.server.http.request.ProblemType.CONFLICT;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

@QuarkusTest
class DeletingTest {

    @Test
    void shouldAnswerThatThereIsNothingToDeleteAtEveryEndpointThatDeletes() {
        String exchange = newName("exchange");
        json("{\"kind\": \"EXCHANGE\", \"exchange\": {\"type\": \"DIRECT\"}}")
                .put(DESTINATIONS + "/" + exchange)
                .then()
                .statusCode(201);
        String topic = declareTopic("topic", 1);
        var deleting = ApiDocument.endpoints().stream()
                .filter(endpoint -> endpoint.method().equals("DELETE"))
                .map(ApiDocument.Endpoint::path)
                .filter(path -> path.endsWith("}")) // The session of the caller has no name.
                .toList();
        assertThat(deleting).hasSizeGreaterThan(4);

        for (var template : deleting) {
            String path = template.replaceAll("\\{[^}]*}$", "nope")
                    .replace("{exchange}", exchange)
                    .replace("{destination}", topic);

            given().delete(path)
                    .then()
                    .statusCode(404)
                    .contentType(Problem.MEDIA_TYPE)
                    .body("type", containsString("urn:problem-type:penstock:unknown-"))
                    .body("detail", containsString("nope"));
        }
    }

    @Test
    void shouldSayWhyATopicCannotBePurged() {
        String path = DESTINATIONS + "/" + declareTopic("purged", 1) + "/purge";

        problem(given().post(path).then(), CONFLICT, path)
                .body("detail", containsString("is a topic, which keeps its messages for all that read it"));
    }

    @Test
    void shouldShowNoMessagesOfAWorkQueueAsDeadLetters() {
        String queue = declareQueue("work");
        String path = Requests.DEAD_LETTERS + "/" + queue;
        given().get(path).then().statusCode(200).body("deadLetters", org.hamcrest.Matchers.empty());
        Requests.send(queue, "work");

        problem(given().get(path).then(), CONFLICT, path).body("detail", containsString("is no dead-letter queue"));
        json("{\"reason\": \"none\"}")
                .post(path + "/count")
                .then()
                .statusCode(200)
                .body("count", org.hamcrest.Matchers.equalTo(0));

        String failing = declareQueue("failing");
        json("{\"deadLetter\": {\"destination\": \"" + queue + "\"}}")
                .put(DESTINATIONS + "/" + failing + "/subscriptions/" + failing)
                .then()
                .statusCode(200);
        given().get(path).then().statusCode(200).body("deadLetters", org.hamcrest.Matchers.hasSize(1));
    }
}
