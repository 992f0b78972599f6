package io.penstock.server.http.message;

import io.penstock.Broker;
import io.penstock.Message;
import io.penstock.server.http.request.ProblemType;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import java.util.List;
import jakarta.inject.Inject;

import static io.penstock.server.http.Requests.DESTINATIONS;
import static io.penstock.server.http.Requests.declareQueue;
import static io.penstock.server.http.Requests.declareTopic;
import static io.penstock.server.http.Requests.json;
import static io.penstock.server.http.Requests.messagesOf;
import static io.penstock.server.http.Requests.problem;
import static io.penstock.server.http.Requests.send;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
class SingleMessageTest {

    @Inject
    Broker broker;

    @Test
    void shouldShowAMessageWithWhatEachSubscriptionHasDoneWithIt() {
        String topic = declareTopic("single", 1);
        String subscriptions = DESTINATIONS + "/" + topic + "/subscriptions/";
        for (var name : List.of("done", "holder", "later", "other")) {
            json(name.equals("other") ? "{\"filter\": \"a = 1\"}" : "{}")
                    .put(subscriptions + name)
                    .then()
                    .statusCode(201);
        }
        send(topic, "a parcel");
        String token = take(subscriptions + "done");
        given().post(subscriptions + "done/deliveries/" + token + "/accept")
                .then()
                .statusCode(204);
        take(subscriptions + "holder");
        json("{\"delay\": \"PT1H\"}")
                .post(subscriptions + "later/deliveries/" + take(subscriptions + "later") + "/release")
                .then()
                .statusCode(204);

        given().get(messagesOf(topic) + "/0/0")
                .then()
                .statusCode(200)
                .body("partition", equalTo(0))
                .body("offset", equalTo(0))
                .body("body", equalTo("a parcel"))
                .body("isCut", equalTo(false))
                .body("subscriptions.name", contains("done", "holder", "later", "other"))
                .body("subscriptions.state", contains("SETTLED", "ACQUIRED", "SCHEDULED", "NOT_MEANT"))
                .body("subscriptions[1].deliveries", equalTo(1))
                .body("subscriptions[0].consumer", nullValue());
    }

    private static String take(String subscription) {
        return given().post(subscription + "/deliveries?wait=PT10S")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getString("deliveries[0].token");
    }

    @Test
    void shouldShowTheBeginningOfALongBodyAndGiveTheWholeAsBytes() {
        String queue = declareQueue("single");
        byte[] body = new byte[100_000];
        body[0] = '<';
        body[99_999] = (byte) 0xff;
        broker.send(Message.to(queue).body(body).build());
        broker.send(Message.to(queue).key("k").build());

        given().get(messagesOf(queue) + "/0/0")
                .then()
                .statusCode(200)
                .body("bodyBytes", equalTo(100_000))
                .body("isCut", equalTo(true))
                .body("subscriptions.state", contains("WAITING"));
        assertThat(given().get(messagesOf(queue) + "/0/0?body=whole")
                        .then()
                        .statusCode(200)
                        .contentType("application/octet-stream")
                        .header("Content-Disposition", "attachment")
                        .extract()
                        .asByteArray())
                .isEqualTo(body);
        assertThat(given().get(messagesOf(queue) + "/0/1?body=whole")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asByteArray())
                .isEmpty();
    }

    @Test
    void shouldSayWhereThereIsNoMessage() {
        String queue = declareQueue("single");
        send(queue, "a");

        for (var place : List.of("/0/1", "/1/0", "/0/9223372036854775807")) {
            var path = messagesOf(queue) + place;
            problem(given().get(path).then(), ProblemType.UNKNOWN_MESSAGE, path);
        }
        for (var place : List.of("/x/0", "/0/x", "/-1/0", "/0/0?body=part", "/0/99999999999999999999")) {
            given().get(messagesOf(queue) + place).then().statusCode(400);
        }
        problem(
                given().get(messagesOf("nowhere") + "/0/0").then(),
                ProblemType.UNKNOWN_DESTINATION,
                messagesOf("nowhere") + "/0/0");
        String unsubscribed = declareTopic("single", 1);
        send(unsubscribed, "a");
        given().get(messagesOf(unsubscribed) + "/0/0").then().statusCode(200).body("subscriptions", empty());
    }
}
