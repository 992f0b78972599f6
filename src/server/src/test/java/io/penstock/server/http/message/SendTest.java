package io.penstock.server.http.message;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

import static io.penstock.server.http.Requests.declareQueue;
import static io.penstock.server.http.Requests.declareTopic;
import static io.penstock.server.http.Requests.messagesOf;
import static io.restassured.RestAssured.config;
import static io.restassured.RestAssured.given;
import static io.restassured.config.EncoderConfig.encoderConfig;
import static java.time.temporal.ChronoUnit.DAYS;
import static java.time.temporal.ChronoUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;

@QuarkusTest
class SendTest {

    @Test
    void shouldAnswerWithWhereTheMessageLies() {
        String queue = declareQueue("send");

        String location = given().contentType(ContentType.JSON)
                .body("{\"amount\": 12}")
                .post(messagesOf(queue))
                .then()
                .statusCode(201)
                .contentType(ContentType.JSON)
                .body("messageId", not(blankOrNullString()))
                .body("destination", equalTo(queue))
                .body("partition", equalTo(0))
                .body("offset", equalTo(0))
                .header(
                        "Location",
                        endsWith(":" + RestAssured.port + messagesOf(queue) + "?partition=0&from=0&limit=1"))
                .extract()
                .header("Location");

        given().get(location)
                .then()
                .statusCode(200)
                .body("messages[0].body", equalTo("{\"amount\": 12}"))
                .body("messages[0].bodyBytes", equalTo(14))
                .body("messages[0].headers.'content-type'", equalTo("application/json"));
    }

    @Test
    void shouldHandTheTraceOfTheRequestOn() {
        String queue = declareQueue("send");
        String parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

        given().header("Traceparent", parent)
                .body("x")
                .post(messagesOf(queue))
                .then()
                .statusCode(201);

        given().get(messagesOf(queue)).then().statusCode(200).body("messages[0].headers.traceparent", equalTo(parent));
    }

    @Test
    void shouldTakeKeyIdAndHeadersFromTheRequest() {
        String queue = declareQueue("send");

        given().config(config().encoderConfig(
                                encoderConfig().appendDefaultContentCharsetToContentTypeIfUndefined(false)))
                .contentType("application/vnd.order")
                .queryParam("key", "customer 7")
                .header("Penstock-Id", "order-4711")
                .header("Penstock-Header-region", "north")
                .body("a,b".getBytes(StandardCharsets.UTF_8))
                .post(messagesOf(queue))
                .then()
                .statusCode(201)
                .body("messageId", equalTo("order-4711"));

        given().get(messagesOf(queue))
                .then()
                .body("messages[0].id", equalTo("order-4711"))
                .body("messages[0].key", equalTo("customer 7"))
                .body("messages[0].headers.region", equalTo("north"))
                .body("messages[0].headers.'content-type'", equalTo("application/vnd.order"));
    }

    @Test
    void shouldSayThatAnIdWasSeenBeforeAlsoAfterAPurge() {
        String queue = declareQueue("send");
        given().queryParam("id", "a")
                .body("1")
                .post(messagesOf(queue))
                .then()
                .statusCode(201)
                .body("$", not(hasKey("duplicate")));

        sendAgain(queue);
        given().post("/api/v1/destinations/" + queue + "/purge").then().statusCode(lessThan(300));
        sendAgain(queue);
    }

    private static void sendAgain(String queue) {
        given().queryParam("id", "a")
                .body("1")
                .post(messagesOf(queue))
                .then()
                .statusCode(201)
                .body("duplicate", equalTo(true))
                .body("messageId", equalTo("a"))
                .body("offset", equalTo(0));
    }

    @Test
    void shouldSpellHeadersOfJakartaMessagingAsItDoes() {
        String queue = declareQueue("send");

        given().header("penstock-header-jmscorrelationid", "request-1")
                .header("penstock-header-jmsxgroupid", "g")
                .body("1")
                .post(messagesOf(queue))
                .then()
                .statusCode(201);

        given().get(messagesOf(queue))
                .then()
                .body("messages[0].headers.JMSCorrelationID", equalTo("request-1"))
                .body("messages[0].headers.JMSXGroupID", equalTo("g"));
        given().header("penstock-header-jmsdeliverymode", "7")
                .body("1")
                .post(messagesOf(queue))
                .then()
                .statusCode(400);
    }

    @Test
    void shouldPutOneKeyIntoOnePartition() {
        String topic = declareTopic("send", 8);

        int first = sendWithKey(topic, "k");
        int second = sendWithKey(topic, "k");

        assertThat(second).isEqualTo(first);
    }

    @Test
    void shouldHoldBackADelayedMessage() {
        String queue = declareQueue("later");
        var before = Instant.now();

        given().queryParam("delay", "PT1H")
                .body("later")
                .post(messagesOf(queue))
                .then()
                .statusCode(201);

        var deliverAt =
                Instant.parse(given().get(messagesOf(queue)).then().extract().path("messages[0].deliverAt"));
        assertThat(deliverAt).isBetween(before.plusSeconds(3_599), Instant.now().plusSeconds(3_600));
    }

    @Test
    void shouldDeliverAtAGivenTime() {
        String queue = declareQueue("later");
        String tomorrow = Instant.now().plus(1, DAYS).truncatedTo(SECONDS).toString();

        given().header("Penstock-Deliver-At", tomorrow)
                .body("later")
                .post(messagesOf(queue))
                .then()
                .statusCode(201);

        given().get(messagesOf(queue)).then().body("messages[0].deliverAt", equalTo(tomorrow));
    }

    @Test
    void shouldKeepBinaryBodiesAsTheyAre() {
        String queue = declareQueue("binary");
        byte[] body = {0, (byte) 0xff, (byte) 0xfe, 10};

        given().contentType(ContentType.BINARY)
                .body(body)
                .post(messagesOf(queue))
                .then()
                .statusCode(201);

        given().get(messagesOf(queue)).then().body("messages[0].bodyBase64", equalTo("AP/+Cg=="));
    }

    @Test
    void shouldTakeAMessageWithoutABody() {
        String queue = declareQueue("empty");

        given().post(messagesOf(queue)).then().statusCode(201);

        given().get(messagesOf(queue)).then().body("messages[0].bodyBytes", equalTo(0));
    }

    private static int sendWithKey(String topic, String key) {
        return given().queryParam("key", key)
                .body("x")
                .post(messagesOf(topic))
                .then()
                .statusCode(201)
                .extract()
                .path("partition");
    }
}
