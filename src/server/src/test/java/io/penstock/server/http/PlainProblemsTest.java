package io.penstock.server.http;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

import static io.penstock.server.http.Requests.DESTINATIONS;
import static io.penstock.server.http.Requests.declareQueue;
import static io.penstock.server.http.Requests.declareTopic;
import static io.penstock.server.http.Requests.json;
import static io.penstock.server.http.Requests.newName;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

/** Clients are written in any language: what a problem says has words of the interface, and no classes of Java. */
@QuarkusTest
class PlainProblemsTest {

    /** A class with its package, an exception, or what the text of a value begins with, such as Limits[. */
    private static final String CLASS =
            "\\b(?:[a-z][a-z0-9]*\\.)+[A-Z]\\w+|\\w+(?:Exception|Error)\\b|\\b[A-Z][a-z]\\w*\\[";

    /** Where the field itself is about classes. */
    private static final String WANTED = "such as java.io.IOException";

    private static void requirePlain(Response answer) {
        assertThat(answer.statusCode()).isBetween(400, 499);
        assertThat(answer.jsonPath().getString("detail").replace(WANTED, ""))
                .isNotBlank()
                .doesNotContainPattern(CLASS);
    }

    @Test
    void shouldDescribeWhatExistsAndWhatWasAskedFor() {
        var topic = DESTINATIONS + "/" + declareTopic("described", 3);
        var exchange = DESTINATIONS + "/" + newName("described");
        json("{\"kind\": \"EXCHANGE\", \"exchange\": {\"type\": \"PATTERN\", \"alternate\": \"" + declareQueue("rest")
                        + "\"}}")
                .put(exchange)
                .then()
                .statusCode(201);

        requirePlain(
                json("{\"kind\": \"QUEUE\", \"limits\": {\"maxMessages\": 5}}").put(topic));
        requirePlain(json("{\"kind\": \"EXCHANGE\", \"exchange\": {\"type\": \"FANOUT\"}}")
                .put(topic));
        requirePlain(json("{\"kind\": \"QUEUE\"}").put(exchange));
        requirePlain(json("{\"kind\": \"EXCHANGE\", \"exchange\": {\"type\": \"FANOUT\"}}")
                .put(exchange));
        requirePlain(json("{\"exchange\": {\"type\": \"FANOUT\"}}").patch(exchange));
        requirePlain(json("{\"partitions\": 1}").patch(topic));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"retry\": {\"delay\": \"PT5S\", \"maxDelay\": \"PT1S\"}}",
                "{\"retry\": {\"retryOn\": [\"no class\"]}}",
                "{\"retry\": {\"factor\": 0.5}}",
                "{\"deadLetter\": {\"routes\": {\"\": \"x\"}}}",
                "{\"deadLetter\": {\"destination\": \"\"}}",
                "{\"deadLetter\": {\"alert\": {\"moreThan\": 0}}}",
                "{\"deadLetter\": 5}",
                "{\"ordering\": \"SIDEWAYS\"}",
                "{\"ordering\": 7}",
                "{\"lagging\": \"skip\"}",
                "{\"start\": \"then\"}",
                "{\"start\": {}}",
                "{\"lease\": \"PT0S\"}",
                "{\"maxDeliveries\": 1e99}",
                "{\"filter\": \"a = \"}",
                "{\"retry\": {\"retryOn\": null, \"abortOn\": [null]}}",
            })
    void shouldSayWhatIsWrongWithASubscription(String body) {
        var topic = declareTopic("described", 1);
        requirePlain(json(body).put(DESTINATIONS + "/" + topic + "/subscriptions/s"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[",
                "{\"specversion\": \"1.0\"",
                "[1]",
                "x",
                "{\"specversion\": 1}",
                "{\"specversion\": {}}",
                "{\"specversion\": \"1.0\", \"id\": {}}",
                "{\"specversion\": \"1.0\", \"id\": \"1\", \"source\": \"a b\", \"type\": \"t\"}",
                "{\"specversion\": \"1.0\", \"id\": \"1\", \"source\": \"/s\", \"type\": \"t\", \"time\": \"now\"}",
                "{\"specversion\": \"1.0\", \"id\": \"1\", \"source\": \"/s\", \"type\": \"t\", \"time\": 5}",
                "{\"specversion\": \"1.0\", \"id\": \"1\", \"source\": \"/s\", \"type\": \"t\", \"x\": 1.5}",
                "{\"specversion\": \"1.0\", \"id\": \"1\", \"source\": \"/s\", \"type\": \"t\", \"a-b\": \"1\"}",
                "{\"specversion\": \"1.0\", \"id\": \"1\", \"source\": \"/s\", \"type\": \"t\", \"dataschema\": \"a b\"}",
                "{\"specversion\": \"1.0\", \"id\": \"1\", \"source\": \"/s\", \"type\": \"t\", \"data_base64\": \"%\"}",
                "{\"specversion\": \"1.0\", \"id\": \"1\", \"source\": \"/s\", \"type\": \"t\", \"data_base64\": 7}",
                "{\"specversion\": \"1.0\", \"id\": \"1\", \"source\": \"/s\", \"type\": \"t\", \"data\": 1, \"data_base64\": \"\"}",
                "{\"specversion\": \"1.0\", \"id\": \"1\", \"source\": \"/s\", \"type\": \"t\", \"datacontenttype\": \"text/plain\", \"data\": {}}",
            })
    void shouldSayWhatIsWrongWithAnEvent(String event) {
        var queue = declareQueue("described");
        requirePlain(given().contentType("application/cloudevents+json")
                .body(event.getBytes(StandardCharsets.UTF_8))
                .post(Requests.messagesOf(queue)));
    }
}
