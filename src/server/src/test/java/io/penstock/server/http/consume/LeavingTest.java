package io.penstock.server.http.consume;

import io.penstock.Broker;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import jakarta.inject.Inject;

import static io.penstock.server.http.Requests.DESTINATIONS;
import static io.penstock.server.http.Requests.declareQueue;
import static io.penstock.server.http.Requests.declareTopic;
import static io.penstock.server.http.Requests.json;
import static io.penstock.server.http.Requests.send;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.hasSize;

/** The consumer of polls stays for a while, for the next poll, and is in nobody's way meanwhile. */
@QuarkusTest
class LeavingTest {

    @Inject
    Broker broker;

    private static ValidatableResponse poll(String destination, String subscription, String lease) {
        return given().queryParam("wait", "PT0S")
                .queryParam("lease", lease)
                .post(Deliveries.of(destination, subscription))
                .then()
                .statusCode(200);
    }

    private boolean isNothingAcquired(String destination) {
        return broker.statistics(destination).subscriptions().stream().allMatch(each -> each.acquired() == 0);
    }

    @Test
    void shouldLetASubscriptionBeRemovedWhenItsLeasesHaveEnded() {
        String topic = declareTopic("left", 1);
        String path = DESTINATIONS + "/" + topic + "/subscriptions/s";
        json("{}").put(path).then().statusCode(201);
        send(topic, "x");
        poll(topic, "s", "PT2S").body("deliveries", hasSize(1));
        given().delete(path).then().statusCode(409);

        Awaitility.await().until(() -> isNothingAcquired(topic));

        given().delete(path).then().statusCode(204);
    }

    @Test
    void shouldLetADestinationBeDeletedThatNobodyPolls() {
        String queue = declareQueue("left");
        poll(queue, queue, "PT1M").body("deliveries", hasSize(0));

        given().delete(DESTINATIONS + "/" + queue).then().statusCode(200);
    }

    @Test
    void shouldNotDeleteADestinationOfWhichMessagesAreLeased() {
        String queue = declareQueue("left");
        send(queue, "x");
        poll(queue, queue, "PT1M").body("deliveries", hasSize(1));

        given().delete(DESTINATIONS + "/" + queue).then().statusCode(409);
        given().delete(DESTINATIONS + "/" + queue + "?force=true").then().statusCode(200);
    }
}
