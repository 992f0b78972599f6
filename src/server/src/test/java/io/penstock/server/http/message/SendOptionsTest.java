package io.penstock.server.http.message;

import io.penstock.server.http.RawClient;
import io.penstock.server.http.request.ProblemType;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;

import static io.penstock.server.http.Requests.declareQueue;
import static io.penstock.server.http.Requests.declareTopic;
import static io.penstock.server.http.Requests.endOffset;
import static io.penstock.server.http.Requests.messagesOf;
import static io.penstock.server.http.Requests.problem;
import static io.restassured.RestAssured.given;
import static java.time.temporal.ChronoUnit.DAYS;
import static java.time.temporal.ChronoUnit.MILLIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

/** What else a request may say about the message in its body. */
@QuarkusTest
class SendOptionsTest {

    @TestHTTPResource("/")
    URI server;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private HttpResponse<String> post(String path, byte[] body, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(server.toString().replaceAll("/$", "") + path))
                .POST(BodyPublishers.ofByteArray(body));
        return client.send((headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofString());
    }

    @Test
    void shouldTakePriorityAndTimeToLive() {
        String queue = declareQueue("options");
        var before = Instant.now();

        given().queryParam("priority", 7)
                .header("Penstock-Time-To-Live", "PT1H")
                .body("x")
                .post(messagesOf(queue))
                .then()
                .statusCode(201);

        var shown = given().get(messagesOf(queue)).then().body("messages[0].priority", equalTo(7));
        assertThat(Instant.parse(shown.extract().path("messages[0].expiresAt")))
                .isBetween(before.plusSeconds(3_599), Instant.now().plusSeconds(3_600));
    }

    @Test
    void shouldTakeAKeyOfAnyBytesAndFindItsNewestMessage() {
        String topic = declareTopic("options", 3);

        given().queryParam("key-base64", "/wA=")
                .body("first")
                .post(messagesOf(topic))
                .then()
                .statusCode(201);
        given().header("Penstock-Key-Base64", "_wA")
                .body("second")
                .post(messagesOf(topic))
                .then()
                .statusCode(201);

        given().queryParam("key-base64", "/wA=")
                .get(messagesOf(topic) + "/newest")
                .then()
                .statusCode(200)
                .body("keyBase64", equalTo("/wA="))
                .body("body", equalTo("second"));
    }

    @Test
    void shouldFindTheNewestMessageOfAnEmptyKey() {
        String topic = declareTopic("options", 3);
        given().body("no key").post(messagesOf(topic)).then().statusCode(201);
        given().get(messagesOf(topic) + "/newest?key=").then().statusCode(204);

        given().body("empty").post(messagesOf(topic) + "?key=").then().statusCode(201);

        given().get(messagesOf(topic) + "/newest?key=").then().statusCode(200).body("body", equalTo("empty"));
        problem(
                given().get(messagesOf(topic) + "/newest").then(),
                ProblemType.MALFORMED_REQUEST,
                messagesOf(topic) + "/newest");
    }

    @Test
    void shouldTellATombstoneFromAnEmptyBody() {
        String topic = declareTopic("options", 1);

        given().queryParam("key", "a")
                .queryParam("tombstone", true)
                .post(messagesOf(topic))
                .then()
                .statusCode(201);
        given().queryParam("key", "b").post(messagesOf(topic)).then().statusCode(201);

        given().get(messagesOf(topic))
                .then()
                .body("messages[0].tombstone", equalTo(true))
                .body("messages[0].body", nullValue())
                .body("messages[1].tombstone", nullValue())
                .body("messages[1].body", equalTo(""));
    }

    @ParameterizedTest
    @CsvSource({
        "priority, 10",
        "priority, -1",
        "priority, high",
        "time-to-live, PT0S",
        "time-to-live, -PT1S",
        "time-to-live, P3661D",
        "time-to-live, PT9223372036854775807S",
        "delay, P3661D",
        "delay, PT9223372036854775807S",
        "key-base64, ?",
        "tombstone, true",
        "tombstone, yes"
    })
    void shouldRefuseWhatCannotBeAndWriteNothing(String name, String value) {
        String queue = declareQueue("options");

        problem(
                        given().queryParam(name, value)
                                .body("x")
                                .post(messagesOf(queue))
                                .then(),
                        ProblemType.MALFORMED_REQUEST,
                        messagesOf(queue))
                .body("detail", containsString(name));

        assertThat(endOffset(queue)).isZero();
    }

    @Test
    void shouldRefuseAKeyInTwoForms() {
        String queue = declareQueue("options");

        problem(
                given().queryParam("key", "a")
                        .queryParam("key-base64", "YQ==")
                        .body("x")
                        .post(messagesOf(queue))
                        .then(),
                ProblemType.MALFORMED_REQUEST,
                messagesOf(queue));
    }

    @Test
    void shouldTakeTheLongestDelayThatItNames() {
        String queue = declareQueue("options");
        var before = Instant.now().truncatedTo(MILLIS);

        given().queryParam("delay", "P3660D")
                .body("x")
                .post(messagesOf(queue))
                .then()
                .statusCode(201);

        assertThat(Instant.parse(given().get(messagesOf(queue)).path("messages[0].deliverAt")))
                .isBetween(before.plus(3_660, DAYS), Instant.now().plus(3_660, DAYS));
    }

    @Test
    void shouldTellATimeThatIsPastFromOneThatIsTooFarAway() {
        String queue = declareQueue("options");

        given().queryParam("deliver-at", "2001-01-01T00:00:00Z")
                .body("x")
                .post(messagesOf(queue))
                .then()
                .statusCode(201);
        problem(
                        given().queryParam("deliver-at", "0001-01-01T00:00:00Z")
                                .body("x")
                                .post(messagesOf(queue))
                                .then(),
                        ProblemType.MALFORMED_REQUEST,
                        messagesOf(queue))
                .body("detail", containsString("1970"))
                .body("detail", not(containsString("3660")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"?key=%ff", "?key=a%C3", "?id=%ed%a0%80", "?key=%zz", "?key=%"})
    void shouldRefuseAQueryThatIsNoUtf8(String query) throws Exception {
        String queue = declareQueue("options");

        try (var raw = RawClient.connect(server)) {
            raw.head("POST " + messagesOf(queue) + query, "Content-Length: 1", "Connection: close")
                    .write("x");
            assertThat(raw.status()).isEqualTo("HTTP/1.1 400 Bad Request");
        }
        assertThat(endOffset(queue)).isZero();
    }

    @Test
    void shouldDecodeABodyInGzip() throws Exception {
        String queue = declareQueue("options");

        var response =
                post(messagesOf(queue), gzip("hello".getBytes(StandardCharsets.UTF_8)), "Content-Encoding", "gzip");

        assertThat(response.statusCode()).isEqualTo(201);
        given().get(messagesOf(queue))
                .then()
                .body("messages[0].body", equalTo("hello"))
                .body("messages[0].headers.'content-encoding'", nullValue());
    }

    @Test
    void shouldKeepTheLimitsForWhatGzipBecomes() throws Exception {
        String queue = declareQueue("options");

        var response = post(messagesOf(queue), gzip(new byte[100_000_000]), "Content-Encoding", "gzip");

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).contains(ProblemType.BODY_TOO_LARGE.uri());
        assertThat(endOffset(queue)).isZero();
    }

    @Test
    void shouldRefuseOtherEncodingsAndWhatIsNoGzip() throws Exception {
        String queue = declareQueue("options");

        var other = post(messagesOf(queue), new byte[1], "Content-Encoding", "br");
        var broken = post(messagesOf(queue), new byte[1], "Content-Encoding", "gzip");

        assertThat(other.statusCode()).isEqualTo(415);
        assertThat(other.headers().firstValue("Accept-Encoding")).hasValue("gzip");
        assertThat(broken.statusCode()).isEqualTo(400);
        assertThat(endOffset(queue)).isZero();
    }

    private static byte[] gzip(byte[] bytes) throws Exception {
        var target = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(target)) {
            gzip.write(bytes);
        }
        return target.toByteArray();
    }
}
