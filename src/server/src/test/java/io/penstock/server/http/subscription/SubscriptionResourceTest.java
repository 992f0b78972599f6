package io.penstock.server.http.subscription;

import io.penstock.server.http.request.ProblemType;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import static io.penstock.server.http.Requests.DESTINATIONS;
import static io.penstock.server.http.Requests.declareQueue;
import static io.penstock.server.http.Requests.declareTopic;
import static io.penstock.server.http.Requests.json;
import static io.penstock.server.http.Requests.problem;
import static io.penstock.server.http.Requests.send;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

@QuarkusTest
class SubscriptionResourceTest {

    @Test
    void shouldDeclareASubscriptionWithDefaults() {
        String path = subscription(declareTopic("news", 1), "mail");

        given().put(path)
                .then()
                .statusCode(201)
                .body("name", equalTo("mail"))
                .body("durable", equalTo(true))
                .body("retry.maxRetries", equalTo(4))
                .body("maxDeliveries", equalTo(20));
        given().put(path).then().statusCode(200);
    }

    @Test
    void shouldDeclareASubscriptionWithPolicies() {
        json("""
                {"ordering": "KEY", "start": "EARLIEST", "maxDeliveries": 7,
                 "retry": {"maxRetries": 2, "delay": "PT0.5S", "maxDelay": "PT10S", "abortOn": ["java.io.IOException"]},
                 "deadLetter": {"destination": "lost-news"}}""")
                .put(subscription(declareTopic("news", 1), "mail"))
                .then()
                .statusCode(201)
                .body("ordering", equalTo("KEY"))
                .body("maxDeliveries", equalTo(7))
                .body("retry.maxRetries", equalTo(2))
                .body("retry.delay", equalTo("PT0.5S"))
                .body("retry.abortOn", contains("java.io.IOException"))
                .body("deadLetter.destination", equalTo("lost-news"));
    }

    @Test
    void shouldReplaceThePoliciesOfAQueue() {
        String queue = declareQueue("work");

        json("{\"retry\": {\"maxRetries\": 0}}")
                .put(subscription(queue, queue))
                .then()
                .statusCode(200)
                .body("retry.maxRetries", equalTo(0));
    }

    @Test
    void shouldShowWhatASubscriptionHasNotSettled() {
        String topic = declareTopic("news", 1);
        json("{\"start\": \"EARLIEST\"}")
                .put(subscription(topic, "mail"))
                .then()
                .statusCode(201);
        send(topic, "hello");

        given().get(subscription(topic, "mail") + "/messages")
                .then()
                .statusCode(200)
                .body("messages.body", contains("hello"));
    }

    @Test
    void shouldRemoveASubscriptionAndKeepTheMessages() {
        String topic = declareTopic("news", 1);
        given().put(subscription(topic, "mail")).then().statusCode(201);
        send(topic, "hello");

        given().delete(subscription(topic, "mail")).then().statusCode(204);

        given().get(DESTINATIONS + "/" + topic)
                .then()
                .body("subscriptions", empty())
                .body("messages", equalTo(1));
        String path = subscription(topic, "mail");
        problem(given().delete(path).then(), ProblemType.UNKNOWN_SUBSCRIPTION, path);
        problem(given().get(path + "/messages").then(), ProblemType.UNKNOWN_SUBSCRIPTION, path + "/messages");
    }

    @Test
    void shouldRefuseToRemoveTheSubscriptionOfAQueue() {
        String queue = declareQueue("work");

        problem(given().delete(subscription(queue, queue)).then(), ProblemType.CONFLICT, subscription(queue, queue));
    }

    @Test
    void shouldRefuseASubscriptionOfAnUnknownDestination() {
        String path = subscription("nowhere", "mail");

        problem(given().put(path).then(), ProblemType.UNKNOWN_DESTINATION, path);
    }

    private static String subscription(String destination, String name) {
        return DESTINATIONS + "/" + destination + "/subscriptions/" + name;
    }
}
