package io.penstock.server.http.request;

import io.penstock.server.http.ApiDocument;
import io.penstock.server.http.RawClient;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;

import static io.penstock.server.http.Requests.DESTINATIONS;
import static io.penstock.server.http.Requests.declareQueue;
import static io.penstock.server.http.Requests.json;
import static io.penstock.server.http.Requests.problem;
import static io.penstock.server.http.Requests.send;
import static io.penstock.server.http.request.ProblemType.MALFORMED_REQUEST;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

/** Bodies, of requests that take none. */
@QuarkusTest
class UnwantedBodyTest {

    /** The paths end with a name that nothing has, so that nothing happens if a request is not refused. */
    private static final String NAME = "nothing-has-this-name";

    private static final String REFUSAL = "This request takes no body";

    @TestHTTPResource("/")
    URI server;

    @Test
    void shouldRefuseABodyAtEveryEndpointThatTakesNone() {
        var endpoints =
                ApiDocument.endpoints().stream().filter(each -> !each.hasBody()).toList();
        assertThat(endpoints).hasSizeGreaterThan(20);
        var faults = new SoftAssertions();
        for (var endpoint : endpoints) {
            String path = endpoint.path().replaceAll("\\{[^}]*}", NAME);
            faults.assertThatCode(() -> problem(
                                    json("{\"dryRun\": true}")
                                            .urlEncodingEnabled(false)
                                            .request(endpoint.method(), path)
                                            .then(),
                                    MALFORMED_REQUEST,
                                    path)
                            .body("detail", containsString(REFUSAL)))
                    .as(endpoint.toString())
                    .doesNotThrowAnyException();
        }
        faults.assertAll();
    }

    @Test
    void shouldTakeABodyAtEveryEndpointThatHasOne() {
        var endpoints =
                ApiDocument.endpoints().stream().filter(each -> each.hasBody()).toList();
        assertThat(endpoints).hasSizeGreaterThan(10);
        for (var endpoint : endpoints) {
            String path = endpoint.path().replaceAll("\\{[^}]*}", NAME);
            json("{}")
                    .urlEncodingEnabled(false)
                    .request(endpoint.method(), path)
                    .then()
                    .body(not(containsString(REFUSAL)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"dryRun\": true}", "[]", "{} {}", "x"})
    void shouldKeepTheMessagesOfAPurgeWithABody(String body) {
        var queue = declareQueue("purge-body");
        send(queue, "stays");
        var path = DESTINATIONS + "/" + queue + "/purge";

        problem(json(body).post(path).then(), MALFORMED_REQUEST, path).body("detail", containsString(REFUSAL));

        given().get(DESTINATIONS + "/" + queue).then().body("depth", equalTo(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", " {}\r\n", " "})
    void shouldTakeABodyThatSaysNothingForNone(String body) {
        var queue = declareQueue("purge-body");

        json(body).post(DESTINATIONS + "/" + queue + "/purge").then().statusCode(200);
    }

    @Test
    void shouldRefuseABodyInChunksToo() throws IOException {
        var queue = declareQueue("chunked-body");
        send(queue, "stays");

        assertThat(purgeInChunks(queue, "2\r\n[]\r\n0\r\n\r\n")).startsWith("HTTP/1.1 400");
        given().get(DESTINATIONS + "/" + queue).then().body("depth", equalTo(1));
    }

    @Test
    void shouldPurgeIfTheBodyIsEmpty() throws IOException {
        var queue = declareQueue("empty-body");
        send(queue, "goes");

        assertThat(purgeInChunks(queue, "0\r\n\r\n")).startsWith("HTTP/1.1 200");
        given().get(DESTINATIONS + "/" + queue).then().body("depth", equalTo(0));
    }

    private String purgeInChunks(String queue, String chunks) throws IOException {
        try (var client = RawClient.connect(server)) {
            return client.head("POST " + DESTINATIONS + "/" + queue + "/purge", "Transfer-Encoding: chunked")
                    .write(chunks)
                    .status();
        }
    }
}
