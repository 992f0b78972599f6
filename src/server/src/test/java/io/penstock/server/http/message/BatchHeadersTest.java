package io.penstock.server.http.message;

import io.penstock.server.http.request.ProblemType;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

import static io.penstock.server.http.Requests.DESTINATIONS;
import static io.penstock.server.http.Requests.declareQueue;
import static io.penstock.server.http.Requests.endOffset;
import static io.penstock.server.http.Requests.problem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

/** Headers of a single message, in requests that send many. */
@QuarkusTest
class BatchHeadersTest {

    /** A batch of one message in each way that there is. */
    private static final Map<String, String> BODIES = Map.of(
            "application/json", "[{\"body\": \"a\"}]",
            "application/x-ndjson", "{\"body\": \"a\"}\n",
            "application/cloudevents-batch+json",
                    "[{\"specversion\": \"1.0\", \"id\": \"1\", \"source\": \"/a\", \"type\": \"t\"}]");

    @ParameterizedTest
    @CsvSource({
        "Penstock-Key, 'into each item, as ''key'''",
        "Penstock-Key-Base64, 'into each item, as ''keyBase64'''",
        "Penstock-Id, 'into each item, as ''id'''",
        "Penstock-Routing-Key, 'into each item, as ''routingKey'''",
        "Penstock-Delay, 'into each item, as ''delay'''",
        "Penstock-Deliver-At, 'into each item, as ''deliverAt'''",
        "Penstock-Time-To-Live, 'into each item, as ''timeToLive'''",
        "Penstock-Priority, 'into each item, as ''priority'''",
        "PENSTOCK-TOMBSTONE, 'into each item, as ''tombstone'''",
        "Penstock-Header-tenant, 'into each item, as ''headers'''",
        "Penstock-Bogus, 'belongs into each item'",
        "ce-id, 'into each event'",
        "CE-Bogus, 'into each event'"
    })
    void shouldRefuseWhatIsSaidOfOneMessage(String header, String detail) {
        BODIES.forEach((type, body) -> {
            var queue = declareQueue("batch-headers");
            var path = DESTINATIONS + "/" + queue + "/messages:batch";

            problem(
                            given().urlEncodingEnabled(false)
                                    .contentType(type)
                                    .header(header, "1")
                                    .body(body.getBytes(StandardCharsets.UTF_8))
                                    .post(path)
                                    .then(),
                            ProblemType.MALFORMED_REQUEST,
                            path)
                    .body("detail", containsString("'" + header.toLowerCase(Locale.ROOT) + "'"))
                    .body("detail", containsString(detail));

            assertThat(endOffset(queue)).as(type).isZero();
        });
    }

    @Test
    void shouldTakeOtherHeaders() {
        BODIES.forEach((type, body) -> {
            var queue = declareQueue("batch-headers");

            given().urlEncodingEnabled(false)
                    .contentType(type)
                    .header("X-Request-Id", "1")
                    .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                    .body(body.getBytes(StandardCharsets.UTF_8))
                    .post(DESTINATIONS + "/" + queue + "/messages:batch")
                    .then()
                    .statusCode(200);

            assertThat(endOffset(queue)).as(type).isEqualTo(1);
        });
    }
}
