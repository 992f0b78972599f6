package io.penstock.server.http.cloudevent;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.server.http.request.ProblemType;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import static io.penstock.server.http.Requests.DESTINATIONS;
import static io.penstock.server.http.Requests.declareQueue;
import static io.penstock.server.http.Requests.endOffset;
import static io.penstock.server.http.Requests.messagesOf;
import static io.penstock.server.http.Requests.problem;
import static io.penstock.server.http.Requests.send;
import static io.restassured.RestAssured.config;
import static io.restassured.RestAssured.given;
import static io.restassured.config.EncoderConfig.encoderConfig;
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
                .body(bytes("[" + EVENT + ", {\"id\": \"e2\"}, null, " + EVENT + "]"))
                .post(DESTINATIONS + "/" + queue + "/messages:batch")
                .then()
                .statusCode(200)
                .body("items.status", equalTo(List.of(201, 400, 400, 201)));

        assertThat(endOffset(queue)).isEqualTo(2);
    }

    /** Where a text has more bytes than characters, and an event does not begin where the one before it ends. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\": 12345678901234567890.12345678901234567890, \"b\" : [1.10, 1E400, -0.0,\n 9E-5]}",
                "1.10",
                "1E400",
                "12345678901234567890123",
                "\"caf\u00e9 \\u00e9 \\\" }\"",
                "[ {\"a\":[] } ]",
                "{}",
                "true",
                "null"
            })
    void shouldKeepEachEventOfABatchAsItIsWritten(String data) {
        String queue = declareQueue("events");
        var first = "{ \"data\": " + data + " ,\"specversion\": \"1.0\", \"id\": \"\u00e91\","
                + " \"source\": \"/shop\", \"type\": \"t\"\t}";
        var second =
                "{\"specversion\":\"1.0\",\"id\":\"e2\",\"source\":\"/shop\",\"type\":\"t\",\"data\":" + data + "}";

        given().urlEncodingEnabled(false)
                .contentType(EventMessages.BATCH)
                .body(bytes("\n[ " + first + " ,{\"caf\u00e9\": [{}]}, 5,\r\n " + second + " ] "))
                .post(DESTINATIONS + "/" + queue + "/messages:batch")
                .then()
                .statusCode(200)
                .body("items.status", equalTo(List.of(201, 400, 400, 201)));

        given().get(messagesOf(queue)).then().body("messages.body", equalTo(List.of(first, second)));
        String shown = given().accept(EventMessages.BATCH)
                .post(deliveries(queue) + "?max=2")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(shown.split(Pattern.quote("\"data\":" + data + "}"), -1)).hasSize(3);
    }

    @Test
    void shouldRefuseABatchThatIsNotInUtf8EventByEvent() {
        String queue = declareQueue("events");

        given().urlEncodingEnabled(false)
                .contentType(EventMessages.BATCH)
                .body(("[" + EVENT + ", " + EVENT + "]").getBytes(StandardCharsets.UTF_16BE))
                .post(DESTINATIONS + "/" + queue + "/messages:batch")
                .then()
                .statusCode(200)
                .body("items.status", equalTo(List.of(400, 400)))
                .body("items[0].problem.detail", containsString("UTF-8"));

        assertThat(endOffset(queue)).isZero();
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
    @ValueSource(strings = {"", "{", "[]", "5", "null", "{\"id\": \"e1\"}", "{\"specversion\": \"9\", \"id\": \"e1\"}"})
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"e1\" | \"\" | 'id' is empty",
                "\"/shop\" | \"\" | 'source' is empty",
                "\"shop.order\" | \"\" | 'type' is empty",
                "\"k\" | \"k\", \"subject\": \"\" | 'subject' is empty",
                "\"k\" | \"k\", \"id\": \"e2\" | 'id' more than once",
                "\"k\" | \"k\", \"partitionkey\": \"l\" | 'partitionkey' more than once",
                "\"k\" | {\"a\": 1} | 'partitionkey' is an object or an array",
                "\"k\" | \"k\", \"tags\": [] | 'tags' is an object or an array",
                "12} | 12}, \"data\": 1 | 'data' more than once",
                "12}} | 12}} {} | behind the end",
                "12}} | 12}} x | cannot be read"
            })
    void shouldSayWhyAnEventIsNone(String part, String other, String reason) {
        String queue = declareQueue("events");
        problem(
                        given().contentType(EventMessages.STRUCTURED)
                                .body(bytes(EVENT.replace(part, other)))
                                .post(messagesOf(queue))
                                .then(),
                        ProblemType.INVALID_MESSAGE,
                        messagesOf(queue))
                .body("detail", containsString(reason));
        assertThat(endOffset(queue)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ce-id", "ce-source", "ce-type", "ce-subject"})
    void shouldRefuseAnEmptyHeaderThatIsNeverEmpty(String name) {
        String queue = declareQueue("events");
        var headers = new HashMap<>(
                Map.of("ce-specversion", "1.0", "ce-id", "e1", "ce-source", "/shop", "ce-type", "shop.order"));
        headers.put(name, "");
        problem(
                        given().headers(headers)
                                .body("x")
                                .post(messagesOf(queue))
                                .then(),
                        ProblemType.INVALID_MESSAGE,
                        messagesOf(queue))
                .body("detail", containsString("the header '" + name + "' is empty"));
        assertThat(endOffset(queue)).isZero();
    }

    @Test
    void shouldHandOutAnEventOfVersion03AsOneOf10() throws Exception {
        var event = "{\"specversion\": \"0.3\", \"id\": \"e1\", \"source\": \"/shop\", \"type\": \"t\","
                + " \"schemaurl\": \"/schema\", \"datacontentencoding\": \"base64\", \"data\": \"aGk=\"}";
        var shown = only(sendAndPoll(EventMessages.STRUCTURED, bytes(event), Map.of()));
        assertThat(shown.path("specversion").asText()).isEqualTo("1.0");
        assertThat(shown.path("dataschema").asText()).isEqualTo("/schema");
        assertThat(shown.path("data_base64").asText()).isEqualTo("aGk=");
    }

    @Test
    void shouldRefuseAnEventThatIsNotInUtf8() {
        String queue = declareQueue("events");
        String event = "{\"specversion\": \"1.0\", \"id\": \"e1\", \"source\": \"/shop\", \"type\": \"t\"}";
        problem(
                        given().contentType(EventMessages.STRUCTURED)
                                .body(event.getBytes(StandardCharsets.UTF_16BE))
                                .post(messagesOf(queue))
                                .then(),
                        ProblemType.INVALID_MESSAGE,
                        messagesOf(queue))
                .body("detail", containsString("not in UTF-8"));
        assertThat(endOffset(queue)).isZero();
    }

    @Test
    void shouldRefuseAnEventThatIsATombstone() {
        String queue = declareQueue("events");
        problem(
                        given().contentType(EventMessages.STRUCTURED)
                                .post(messagesOf(queue) + "?tombstone=true")
                                .then(),
                        ProblemType.INVALID_MESSAGE,
                        messagesOf(queue))
                .body("detail", containsString("it is no JSON object"));
        assertThat(endOffset(queue)).isZero();
    }

    @Test
    void shouldSayOfAnEventThatItIsNestedTooDeeply() {
        String queue = declareQueue("events");
        String deep = EVENT.replace("12", "[".repeat(1_500) + "]".repeat(1_500));
        problem(
                        given().contentType(EventMessages.STRUCTURED)
                                .body(bytes(deep))
                                .post(messagesOf(queue))
                                .then(),
                        ProblemType.INVALID_MESSAGE,
                        messagesOf(queue))
                .body("detail", containsString("nested more than 1000 deep"));
        assertThat(endOffset(queue)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ce-id", "ce-source", "ce-type"})
    void shouldNameTheHeaderThatAnEventLacks(String missing) {
        String queue = declareQueue("events");
        var headers = new HashMap<>(
                Map.of("ce-specversion", "1.0", "ce-id", "e1", "ce-source", "/shop", "ce-type", "shop.order"));
        headers.remove(missing);
        problem(
                        given().headers(headers)
                                .body("x")
                                .post(messagesOf(queue))
                                .then(),
                        ProblemType.INVALID_MESSAGE,
                        messagesOf(queue))
                .body("detail", containsString("the header '" + missing + "' is missing"));
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
                                .header("ce-source", "/shop")
                                .header("ce-type", "shop.order")
                                .body("x")
                                .post(messagesOf(queue))
                                .then(),
                        ProblemType.INVALID_MESSAGE,
                        messagesOf(queue))
                .body("detail", containsString("'%' that begins no byte"));
        assertThat(endOffset(queue)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ce-id", "CE-Source", "ce-type", "ce-tenant"})
    void shouldRefuseAttributesWithoutTheVersion(String name) {
        String queue = declareQueue("events");

        problem(
                        given().header(name, "e1")
                                .body("x")
                                .post(messagesOf(queue))
                                .then(),
                        ProblemType.INVALID_MESSAGE,
                        messagesOf(queue))
                .body("detail", containsString("'ce-specversion' is missing"));
        assertThat(endOffset(queue)).isZero();
    }

    private static String sendAndPoll(String contentType, byte[] body, Map<String, String> headers) {
        String queue = declareQueue("events");
        var request = given().config(config.encoderConfig(
                        encoderConfig().appendDefaultContentCharsetToContentTypeIfUndefined(false)))
                .headers(headers)
                .body(body);
        (contentType == null ? request.noContentType() : request.contentType(contentType))
                .post(messagesOf(queue))
                .then()
                .statusCode(201);
        return given().accept(EventMessages.BATCH)
                .post(deliveries(queue))
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    /** The one event of a batch, by a parser that refuses a field that is there twice. */
    private static JsonNode only(String batch) throws Exception {
        var events = new ObjectMapper()
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .readTree(batch);
        assertThat(events).hasSize(1);
        return events.get(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1,\"penstocktoken\":\"evil\",\"x\":2",
                "1,\"x\":2",
                "1}, {\"id\":\"evil\"",
                "{} {}",
                "1 2",
                "[1] ]",
                "hello",
                "{\"a\":",
                "\"open",
                "{'a': 1}",
                "01",
                "NaN",
                "1 // x",
                "\uFEFF{}",
                " "
            })
    void shouldShowABodyThatIsNotTheJsonItIsSaidToBeAsBase64(String body) throws Exception {
        var event = Map.of("ce-specversion", "1.0", "ce-id", "e1", "ce-source", "/shop", "ce-type", "shop.order");
        for (var type : Arrays.asList("application/json", "text/json", "application/vnd+json", null)) {
            for (var headers : List.of(Map.<String, String>of(), event)) {
                var shown = only(sendAndPoll(type, bytes(body), headers));
                assertThat(shown.has("data")).as("%s as %s", body, type).isFalse();
                assertThat(shown.path("data_base64").binaryValue()).isEqualTo(bytes(body));
                assertThat(shown.has("x")).isFalse();
                assertThat(shown.path("penstocktoken").asText()).isNotEqualTo("evil");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"amount\": 12}", "\"text\"", " [1, 2] ", "1.10", "null", "true"})
    void shouldShowABodyThatIsJsonAsItIsIfItIsSaidToBeJson(String body) throws Exception {
        var json = new ObjectMapper();
        var shown = only(sendAndPoll("application/json", bytes(body), Map.of()));
        assertThat(shown.get("data")).isEqualTo(json.readTree(body));
        assertThat(shown.has("data_base64")).isFalse();

        var untyped = only(sendAndPoll(null, bytes(body), Map.of()));
        assertThat(untyped.has("data")).isFalse();
        assertThat(untyped.path("data_base64").binaryValue()).isEqualTo(bytes(body));
    }

    @Test
    void shouldShowBytesThatAreNoTextAsBase64() throws Exception {
        byte[] wide = "{\"a\": 1}".getBytes(StandardCharsets.UTF_16BE);
        byte[] broken = {'"', (byte) 0xff, '"'};
        for (var body : List.of(wide, broken)) {
            var shown = only(sendAndPoll("application/json", body, Map.of()));
            assertThat(shown.has("data")).isFalse();
            assertThat(shown.path("data_base64").binaryValue()).isEqualTo(body);
        }
    }

    @Test
    void shouldNotLetAnEventBringItsDataAsBase64ToForgeFields() throws Exception {
        byte[] forged = bytes("1,\"penstocktoken\":\"evil\",\"x\":2");
        var event = "{\"specversion\": \"1.0\", \"id\": \"e1\", \"source\": \"/shop\", \"type\": \"t\","
                + " \"data_base64\": \"" + Base64.getEncoder().encodeToString(forged) + "\"}";
        var shown = only(sendAndPoll(EventMessages.STRUCTURED, bytes(event), Map.of()));
        assertThat(shown.path("id").asText()).isEqualTo("e1");
        assertThat(shown.has("x")).isFalse();
        assertThat(shown.path("data_base64").binaryValue()).isEqualTo(forged);
    }

    @Test
    void shouldRefuseAnAttributeThatWouldStandForTheData() {
        String queue = declareQueue("events");
        problem(
                        given().header("ce-specversion", "1.0")
                                .header("ce-id", "e1")
                                .header("ce-source", "/shop")
                                .header("ce-type", "t")
                                .header("ce-data", "evil")
                                .contentType("application/json")
                                .body(bytes("1"))
                                .post(messagesOf(queue))
                                .then(),
                        ProblemType.INVALID_MESSAGE,
                        messagesOf(queue))
                .body("detail", containsString("'ce-data'"));
        assertThat(endOffset(queue)).isZero();
    }

    @Test
    void shouldShowTheDataOnceIfAMessageHasAHeaderOfThatName() throws Exception {
        var headers = Map.of(
                "Penstock-Header-ce_specversion", "1.0",
                "Penstock-Header-ce_id", "e1",
                "Penstock-Header-ce_source", "/shop",
                "Penstock-Header-ce_type", "t",
                "Penstock-Header-ce_data", "evil");
        var shown = only(sendAndPoll("application/json", bytes("1"), headers));
        assertThat(shown.path("id").asText()).isEqualTo("e1");
        assertThat(shown.path("data").asInt()).isEqualTo(1);
    }
}
