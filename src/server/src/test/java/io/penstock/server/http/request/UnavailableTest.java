package io.penstock.server.http.request;

import io.penstock.Broker;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

import jakarta.inject.Inject;

import static io.penstock.server.http.Requests.DESTINATIONS;
import static io.penstock.server.http.Requests.declareQueue;
import static io.penstock.server.http.Requests.messagesOf;
import static io.penstock.server.http.Requests.problem;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

/** Has an application of its own, because it takes the broker away. */
@QuarkusTest
@TestProfile(UnavailableTest.OwnApplication.class)
class UnavailableTest {

    public static final class OwnApplication implements QuarkusTestProfile {}

    @Inject
    Broker broker;

    @Test
    void shouldSayThatTheBrokerIsUnavailable() {
        String queue = declareQueue("gone");

        broker.close();

        problem(given().body("x").post(messagesOf(queue)).then(), ProblemType.UNAVAILABLE, messagesOf(queue));
        problem(given().get(DESTINATIONS).then(), ProblemType.UNAVAILABLE, DESTINATIONS);
        given().get("/q/health/ready").then().statusCode(503).body("status", equalTo("DOWN"));
    }
}
