package io.penstock.server.http.request;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;

import static io.penstock.server.http.Requests.declareQueue;
import static io.penstock.server.http.Requests.endOffset;
import static io.penstock.server.http.Requests.messagesOf;
import static io.restassured.path.json.JsonPath.from;
import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
class BodyLimitTest {

    private static final int BEYOND_BROKER = (1 << 20) + 1;
    private static final int BEYOND_HTTP = (2 << 20) + 1;

    @TestHTTPResource("/")
    URI server;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void shouldRefuseAMessageThatTheBrokerFindsTooLarge() throws Exception {
        shouldBeRefused(BodyPublishers.ofByteArray(new byte[BEYOND_BROKER]), ProblemType.MESSAGE_TOO_LARGE);
    }

    @Test
    void shouldRefuseABodyThatAnnouncesItselfAsTooLarge() throws Exception {
        shouldBeRefused(BodyPublishers.ofByteArray(new byte[BEYOND_HTTP]), ProblemType.BODY_TOO_LARGE);
    }

    @Test
    void shouldRefuseABodyThatTurnsOutToBeTooLarge() throws Exception {
        shouldBeRefused(chunked(BEYOND_HTTP), ProblemType.BODY_TOO_LARGE);
    }

    @Test
    void shouldTakeABodyThatDoesNotAnnounceItsLength() throws Exception {
        String queue = declareQueue("chunked");

        var response = post(queue, chunked(100_000));

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(endOffset(queue)).isOne();
    }

    private void shouldBeRefused(BodyPublisher body, ProblemType type) throws Exception {
        String queue = declareQueue("limited");

        var response = post(queue, body);

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.headers().firstValue("content-type"))
                .hasValueSatisfying(value -> assertThat(value).startsWith(Problem.MEDIA_TYPE));
        var problem = from(response.body());
        assertThat(problem.getString("type")).isEqualTo(type.uri());
        assertThat(problem.getInt("status")).isEqualTo(413);
        assertThat(problem.getString("instance")).isEqualTo(messagesOf(queue));
        assertThat(problem.getString("detail")).contains("reference to the data");
        assertThat(endOffset(queue)).isZero();
    }

    private HttpResponse<String> post(String queue, BodyPublisher body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(server.resolve(messagesOf(queue)))
                .POST(body)
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static BodyPublisher chunked(int bytes) {
        return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[bytes]));
    }
}
