package io.penstock.server.http.message;

import io.penstock.server.http.RawClient;
import io.penstock.server.http.request.ProblemType;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.HttpClientConfig;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import static io.penstock.server.http.Requests.DESTINATIONS;
import static io.penstock.server.http.Requests.declareQueue;
import static io.penstock.server.http.Requests.endOffset;
import static io.penstock.server.http.Requests.json;
import static io.penstock.server.http.Requests.messagesOf;
import static io.penstock.server.http.Requests.problem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

@QuarkusTest
class BatchTest {

    private static final String NDJSON = "application/x-ndjson";

    @TestHTTPResource("/")
    URI server;

    private static String batch(String destination) {
        return DESTINATIONS + "/" + destination + "/messages:batch";
    }

    /** The colon goes as it is, as clients send it. */
    private static RequestSpecification array(String body) {
        return json(body).urlEncodingEnabled(false);
    }

    private static ValidatableResponse lines(String path, String body) {
        return given().urlEncodingEnabled(false)
                .contentType(NDJSON)
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post(path)
                .then();
    }

    @Test
    void shouldSendEachWithAllThatAMessageHas() {
        String queue = declareQueue("batch");

        array("[{\"body\": \"a\", \"key\": \"k\", \"id\": \"one\", \"priority\": 7, \"contentType\": \"text/plain\","
                        + " \"timeToLive\": \"PT1H\", \"headers\": {\"tenant\": \"north\"}},"
                        + " {\"bodyBase64\": \"AP8=\", \"delay\": \"PT1H\"}, {\"body\": \"a\", \"id\": \"one\"},"
                        + " {\"tombstone\": true, \"keyBase64\": \"/w==\"}]")
                .post(batch(queue))
                .then()
                .statusCode(200)
                .body("items.status", equalTo(List.of(201, 201, 201, 201)))
                .body("items[0].sent.offset", equalTo(0))
                .body("items[2].sent.duplicate", equalTo(true));

        given().get(messagesOf(queue))
                .then()
                .body("messages", hasSize(3))
                .body("messages[0].headers.tenant", equalTo("north"))
                .body("messages[0].headers.'content-type'", equalTo("text/plain"))
                .body("messages[0].priority", equalTo(7))
                .body("messages[1].bodyBase64", equalTo("AP8="))
                .body("messages[2].tombstone", equalTo(true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%3A", "%3a"})
    void shouldTakeAnEncodedColonForAColon(String colon) {
        String queue = declareQueue("batch");
        var path = DESTINATIONS + "/" + queue + "/messages" + colon + "batch";

        array("[{\"body\": \"a\"}]").post(path).then().statusCode(200).body("items.status", equalTo(List.of(201)));
        array("[{\"body\": \"b\"}]").post(path + "?atomic=true").then().statusCode(200);
        lines(path, "{\"body\": \"c\"}\n{\"body\": \"d\"}\n").statusCode(200);

        assertThat(endOffset(queue)).isEqualTo(4);
    }

    /** Each names the same path to whoever finds the resource. */
    @ParameterizedTest
    @ValueSource(strings = {"messages:batch/", "messages:batch//", "messages:b%61tch"})
    void shouldTakeOtherSpellingsOfThePath(String spelling) {
        String queue = declareQueue("batch");
        var path = DESTINATIONS + "/" + queue + "/" + spelling;

        array("[{\"body\": \"a\"}]").post(path).then().statusCode(200).body("items.status", equalTo(List.of(201)));
        var answer = given().urlEncodingEnabled(false)
                .config(RestAssured.config().httpClient(impatient()))
                .contentType(NDJSON)
                .body("{\"body\": \"b\"}\n{\"priority\": 11}\n{\"body\": \"c\"}".getBytes(StandardCharsets.UTF_8))
                .post(path)
                .then()
                .statusCode(200)
                .contentType(NDJSON)
                .extract()
                .asString()
                .split("\n");

        assertThat(answer).hasSize(3);
        assertThat(answer[0]).contains("\"status\":201");
        assertThat(answer[1]).contains("\"status\":400");
        assertThat(answer[2]).contains("\"status\":201");
        assertThat(endOffset(queue)).isEqualTo(3);
    }

    /** Nobody reads the lines of such a request, and more of them are sent than the connection holds. */
    @ParameterizedTest
    @ValueSource(strings = {"/messages:batch?atomic=5", "/nothing/messages:batch"})
    void shouldAnswerWhatFollowsLinesThatAreRefused(String path) throws Exception {
        String queue = declareQueue("batch");
        var body = "{\"body\": \"a\"}\n".repeat(200_000);

        try (var client = RawClient.connect(server)) {
            client.head(
                            "POST " + DESTINATIONS + "/" + queue + path,
                            "Content-Type: " + NDJSON,
                            "Content-Length: " + body.length())
                    .write(body)
                    .head("GET " + messagesOf(queue), "Connection: close");

            assertThat(client.status()).startsWith("HTTP/1.1 4");
            assertThat(client.rest()).contains("HTTP/1.1 200 OK").endsWith("{\"messages\":[],\"more\":false}");
        }
    }

    /** What is refused is not sent. */
    @ParameterizedTest
    @ValueSource(strings = {"text/csv", NDJSON, "text/csv, text/html;q=0.5"})
    void shouldSendNothingIfTheAnswerIsNotWanted(String accepted) {
        String queue = declareQueue("batch");

        problem(
                        array("[{\"body\": \"a\"}]")
                                .accept(accepted)
                                .post(batch(queue))
                                .then(),
                        406,
                        "about:blank",
                        batch(queue))
                .body("detail", containsString("application/json"));
        assertThat(endOffset(queue)).isZero();

        array("[{\"body\": \"a\"}]")
                .accept("text/csv, application/*;q=0.5")
                .post(batch(queue))
                .then()
                .statusCode(200);
    }

    @Test
    void shouldTakeNoColonThatIsEncodedTwice() {
        var path = DESTINATIONS + "/" + declareQueue("batch") + "/messages%253Abatch";

        array("[{\"body\": \"a\"}]").post(path).then().statusCode(404);
    }

    @Test
    void shouldTellOfEachWhetherItFailed() {
        String queue = declareQueue("batch");

        array("[{\"body\": \"a\"}, {\"priority\": 10}, {\"bodi\": \"x\"}, 5, null, {\"delay\": \"PT-1S\"},"
                        + " {\"headers\": {\"penstock-x\": \"y\"}}, {\"body\": \"a\", \"bodyBase64\": \"\"},"
                        + " {\"body\": \"\\ud800\"}, {\"body\": \"z\"}]")
                .post(batch(queue))
                .then()
                .statusCode(200)
                .body("items.status", equalTo(List.of(201, 400, 400, 400, 400, 400, 400, 400, 400, 201)))
                .body("items[2].problem.detail", containsString("bodi"))
                .body("items[2].problem.instance", equalTo(batch(queue)));

        assertThat(endOffset(queue)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"headers\": {\"a\": {\"b\": [1, {\"c\": 2}]}}, \"body\": \"x\"}",
                "{\"bodi\": [[{\"body\": \"x\"}]], \"body\": \"x\"}",
                "{\"priority\": 99999999999, \"body\": \"x\"}",
                "{\"body\": \"x\", \"body\": \"x\"}",
                "{\"contentType\": \"text/plain\\r\\nSet-Cookie: a=b\"}",
                "{\"contentType\": \"text/\\u0000plain\"}",
                "{\"headers\": {\"a\": \"b\", \"a\": \"d\", \"a\": {\"a\": 1, \"a\": 2}}, \"body\": \"x\"}",
                "{\"delay\": \"soon\", \"headers\": {\"a\": \"b\"}}",
                "[1, [{\"body\": \"x\"}]]",
                "\"x\""
            })
    void shouldGoOnBehindAnItemThatIsNoMessage(String item) {
        String queue = declareQueue("batch");

        array("[{\"body\": \"a\"}, " + item + ", " + item + ", {\"body\": \"z\"}, " + item + "]")
                .post(batch(queue))
                .then()
                .statusCode(200)
                .body("items.status", equalTo(List.of(201, 400, 400, 201, 400)))
                .body("items[1].problem.type", equalTo(ProblemType.MALFORMED_REQUEST.uri()));
        lines(batch(queue), "{\"body\": \"b\"}\n" + item + "\n{\"body\": \"y\"}")
                .statusCode(200);

        given().get(messagesOf(queue)).then().body("messages.body", equalTo(List.of("a", "z", "b", "y")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"body\": \"a\", \"body\": \"b\"}",
                "{\"bodi\": \"x\"}",
                "{\"priority\": 10}",
                "{\"headers\": {\"penstock-x\": \"y\"}}",
                "5"
            })
    void shouldNameTheItemForWhichNothingIsSent(String item) {
        String queue = declareQueue("batch");
        var path = batch(queue) + "?atomic=true";

        array("[{\"body\": \"a\"}, " + item + "]")
                .post(path)
                .then()
                .statusCode(400)
                .body("detail", startsWith("Item 1, counted from 0: "));
        lines(path, "{\"body\": \"a\"}\n" + item + "\n")
                .statusCode(400)
                .body("detail", startsWith("Item 1, counted from 0: "));
        assertThat(endOffset(queue)).isZero();
    }

    @Test
    void shouldNameTheItemThatIsTooLarge() {
        String queue = declareQueue("batch");

        problem(
                        array("[{}, {\"body\": \"" + "x".repeat((1 << 20) + 1) + "\"}]")
                                .queryParam("atomic", true)
                                .post(batch(queue))
                                .then(),
                        ProblemType.MESSAGE_TOO_LARGE,
                        batch(queue))
                .body("detail", startsWith("Item 1, counted from 0: "));
    }

    @Test
    void shouldSendAllOrNone() {
        String queue = declareQueue("batch");
        String path = batch(queue);

        problem(
                        array("[{\"body\": \"a\"}, {\"bodi\": \"x\"}]")
                                .queryParam("atomic", true)
                                .post(path)
                                .then(),
                        ProblemType.MALFORMED_REQUEST,
                        path)
                .body("detail", containsString("Item 1"));
        problem(
                array("[{\"body\": \"a\"}, {\"headers\": {\"penstock-x\": \"y\"}}]")
                        .queryParam("atomic", true)
                        .post(path)
                        .then(),
                ProblemType.INVALID_MESSAGE,
                path);
        assertThat(endOffset(queue)).isZero();

        array("[{\"body\": \"a\"}, {\"body\": \"b\"}]")
                .queryParam("atomic", true)
                .post(path)
                .then()
                .statusCode(200)
                .body("items.status", equalTo(List.of(201, 201)));
        assertThat(endOffset(queue)).isEqualTo(2);
    }

    @Test
    void shouldAnswerEachLineWithALine() {
        String queue = declareQueue("batch");

        var answer = lines(batch(queue), "{\"body\": \"a\"}\n\n{\"body\": \r\n{\"body\": \"b\"}\r\n{\"priority\": 11}")
                .statusCode(200)
                .contentType(NDJSON)
                .extract()
                .asString()
                .split("\n");

        assertThat(answer).hasSize(4);
        assertThat(answer[0]).contains("\"status\":201", "\"offset\":0");
        assertThat(answer[1]).contains("\"status\":400", "malformed-request");
        assertThat(answer[2]).contains("\"status\":201", "\"offset\":1");
        assertThat(answer[3]).contains("\"status\":400");
    }

    /** The body is several times larger than one that is read whole. */
    @Test
    void shouldStreamLinesThatTogetherExceedTheLargestBody() {
        String queue = declareQueue("batch");
        int number = 6_000;
        var body = new StringBuilder();
        IntStream.range(0, number)
                .forEach(i -> body.append("{\"body\": \"")
                        .append(String.valueOf(i % 10).repeat(1_000))
                        .append("\"}\n"));

        var answer = lines(batch(queue), body.toString())
                .statusCode(200)
                .extract()
                .asString()
                .split("\n");

        assertThat(answer).hasSize(number).allMatch(line -> line.startsWith("{\"status\":201"));
        assertThat(endOffset(queue)).isEqualTo(number);
    }

    private static Response encoded(String path, String... codings) {
        return given().urlEncodingEnabled(false)
                .config(RestAssured.config().httpClient(impatient()))
                .contentType(NDJSON)
                .header("Content-Encoding", codings[0], (Object[]) Arrays.copyOfRange(codings, 1, codings.length))
                .body("{\"body\": \"a\"}\n".getBytes(StandardCharsets.UTF_8))
                .post(path);
    }

    private static HttpClientConfig impatient() {
        return HttpClientConfig.httpClientConfig().setParam("http.socket.timeout", 10_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "GZIP", "x-gzip", "br", "identity, gzip", "identity;gzip"})
    void shouldRefuseLinesThatAreCompressed(String codings) {
        String queue = declareQueue("batch");
        String path = batch(queue);

        problem(encoded(path, codings.split(";")).then(), ProblemType.UNKNOWN_CODING, path)
                .header("Accept-Encoding", equalTo("identity"))
                .body("detail", containsString("'Content-Encoding'"));

        assertThat(endOffset(queue)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "Identity", ""})
    void shouldTakeLinesThatSayThatTheyAreNotCompressed(String coding) {
        String queue = declareQueue("batch");

        var answer =
                encoded(batch(queue), coding).then().statusCode(200).extract().asString();

        assertThat(answer).startsWith("{\"status\":201");
        assertThat(endOffset(queue)).isEqualTo(1);
    }

    @Test
    void shouldSendLinesTogetherOrNotAtAll() {
        String queue = declareQueue("batch");
        String path = batch(queue) + "?atomic=true";

        problem(lines(path, "{\"body\": \"a\"}\n{\"priority\": 11}\n"), ProblemType.INVALID_MESSAGE, batch(queue));
        problem(lines(path, "{\"body\": \"a\"}\n{\"body\": \n"), ProblemType.MALFORMED_REQUEST, batch(queue));
        assertThat(endOffset(queue)).isZero();
        assertThat(lines(path, "{\"body\": \"a\"}\n{\"body\": \"b\"}\n")
                        .extract()
                        .asString()
                        .split("\n"))
                .hasSize(2);
        assertThat(endOffset(queue)).isEqualTo(2);
    }

    @Test
    void shouldGoOnBehindALineThatIsTooLong() {
        String queue = declareQueue("batch");
        var body = "{\"body\": \"a\"}\n{\"body\": \"" + "x".repeat(3_000_000) + "\"}\n{\"body\": \"b\"}\n";

        var answer =
                lines(batch(queue), body).statusCode(200).extract().asString().split("\n");

        assertThat(answer).hasSize(3);
        assertThat(answer[1]).contains("\"status\":400", "malformed-request", "Line 2 ");
        assertThat(answer[2]).contains("\"status\":201");
        problem(lines(batch(queue) + "?atomic=true", body), ProblemType.MALFORMED_REQUEST, batch(queue))
                .body("detail", containsString("Line 2 "));
        assertThat(endOffset(queue)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "[",
                "{\"body\": \"a\"}",
                "null",
                "[{\"body\": \"a\"}, {\"body\": \"b\"",
                "[{\"body\": \"a\"}] x",
                "[{\"body\": \"a\"},]",
                "[{\"body\": \"a\"}, {\"bodi\": {\"b\": x}}]",
                "[{\"body\": \"a\"}] []"
            })
    void shouldRefuseWhatIsNoArray(String body) {
        String queue = declareQueue("batch");

        problem(array(body).post(batch(queue)).then(), ProblemType.MALFORMED_REQUEST, batch(queue));
        assertThat(endOffset(queue)).isZero();
    }

    @Test
    void shouldTellOfEachThatTheDestinationIsNotThere() {
        array("[{\"body\": \"a\"}]")
                .post(batch("nowhere-at-all"))
                .then()
                .statusCode(200)
                .body("items.status", equalTo(List.of(404)));
    }
}
