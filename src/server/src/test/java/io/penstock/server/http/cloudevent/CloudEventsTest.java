package io.penstock.server.http.cloudevent;

import io.penstock.server.http.request.ProblemType;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;

import static io.penstock.server.http.Requests.DESTINATIONS;
import static io.penstock.server.http.Requests.declareQueue;
import static io.penstock.server.http.Requests.endOffset;
import static io.penstock.server.http.Requests.messagesOf;
import static io.penstock.server.http.Requests.problem;
import static io.penstock.server.http.Requests.send;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

@QuarkusTest
class CloudEventsTest {

    private static final String EVENT = "{\"specversion\": \"1.0\", \"id\": \"e1\", \"source\": \"/shop\","
            + " \"type\": \"shop.order\", \"partitionkey\": \"k\", \"data\": {\"amount\": 12}}";

    private static String deliveries(String queue) {
        return DESTINATIONS + "/" + queue + "/subscriptions/" + queue + "/deliveries";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void shouldTakeAnEventWhoseAttributesAreHeaders() {
        String queue = declareQueue("events");

        given().header("ce-specversion", "1.0")
                .header("ce-id", "e1")
                .header("Ce-Source", "/shop")
                .header("ce-type", "shop.order")
                .header("ce-subject", "caf%C3%A9")
                .header("ce-partitionkey", "k")
                .contentType("application/json")
                .body(bytes("{\"amount\": 12}"))
                .post(messagesOf(queue))
                .then()
                .statusCode(201);

        given().get(messagesOf(queue))
                .then()
                .body("messages[0].key", equalTo("k"))
                .body("messages[0].body", equalTo("{\"amount\": 12}"))
                .body("messages[0].headers.ce_id", equalTo("e1"))
                .body("messages[0].headers.ce_subject", equalTo("caf\u00e9"));
        given().accept(EventMessages.BATCH)
                .post(deliveries(queue))
                .then()
                .statusCode(200)
                .contentType(EventMessages.BATCH)
                .body("[0].id", equalTo("e1"))
                .body("[0].subject", equalTo("caf\u00e9"))
                .body("[0].data.amount", equalTo(12))
                .body("[0].penstocktoken", notNullValue());
    }

    @Test
    void shouldTakeAnEventThatIsTheBody() {
        String queue = declareQueue("events");

        given().contentType(EventMessages.STRUCTURED)
                .body(bytes(EVENT))
                .post(messagesOf(queue))
                .then()
                .statusCode(201);

        given().get(messagesOf(queue)).then().body("messages[0].key", equalTo("k"));
        String token = given().accept(EventMessages.BATCH)
                .post(deliveries(queue))
                .then()
                .body("[0].id", equalTo("e1"))
                .body("[0].partitionkey", equalTo("k"))
                .body("[0].data.amount", equalTo(12))
                .extract()
                .path("[0].penstocktoken");
        given().post(deliveries(queue) + "/" + token + "/accept").then().statusCode(204);
    }

    @Test
    void shouldTakeABatchAndTellOfEachEventWhetherItIsOne() {
        String queue = declareQueue("events");

        given().urlEncodingEnabled(false)
                .contentType(EventMessages.BATCH)
                .body(bytes("[" + EVENT + ", {\"id\": \"e2\"}, " + EVENT + "]"))
                .post(DESTINATIONS + "/" + queue + "/messages:batch")
                .then()
                .statusCode(200)
                .body("items.status", equalTo(List.of(201, 400, 201)));

        assertThat(endOffset(queue)).isEqualTo(2);
    }

    @Test
    void shouldShowAnyMessageAsAnEvent() {
        String queue = declareQueue("events");
        send(queue, "plain");

        given().accept(EventMessages.BATCH)
                .post(deliveries(queue))
                .then()
                .body("[0].type", equalTo("io.penstock.message"))
                .body("[0].source", equalTo("/api/v1/destinations/" + queue))
                .body("[0].specversion", equalTo("1.0"))
                .body("[0].time", notNullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "5", "{\"id\": \"e1\"}", "{\"specversion\": \"9\", \"id\": \"e1\"}"})
    void shouldRefuseABodyThatIsNoEvent(String body) {
        String queue = declareQueue("events");
        problem(
                        given().contentType(EventMessages.STRUCTURED)
                                .body(bytes(body))
                                .post(messagesOf(queue))
                                .then(),
                        ProblemType.INVALID_MESSAGE,
                        messagesOf(queue))
                .body("detail", containsString("CloudEvent"));
        assertThat(endOffset(queue)).isZero();
    }

    @Test
    void shouldRefuseHeadersThatMakeNoEvent() {
        String queue = declareQueue("events");
        problem(
                given().header("ce-specversion", "1.0")
                        .body("x")
                        .post(messagesOf(queue))
                        .then(),
                ProblemType.INVALID_MESSAGE,
                messagesOf(queue));
        problem(
                given().header("ce-specversion", "1.0")
                        .header("ce-id", "%zz")
                        .body("x")
                        .post(messagesOf(queue))
                        .then(),
                ProblemType.INVALID_MESSAGE,
                messagesOf(queue));
        assertThat(endOffset(queue)).isZero();
    }
}
