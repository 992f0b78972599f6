package io.penstock.server.http.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.conformance.tool.EachSeed;
import io.penstock.server.http.openapi.GeneratedRequests.Request;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

/** What the server says of itself at {@code /q/openapi} is true, and whatever it says can be asked without harm. */
@QuarkusTest
class GeneratedRequestsTest {

    private static final int REQUESTS = 5_500;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TestHTTPResource("/")
    URI server;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static JsonNode document() throws IOException {
        return new ObjectMapper()
                .readTree(given().queryParam("format", "json").get("/q/openapi").asString());
    }

    @Test
    void shouldAnswerEveryGeneratedRequestAsTheDocumentSays() {
        EachSeed.fromAnywhere(1, this::run);
    }

    private void run(long seed) throws Exception {
        System.out.println("Requests of the API's description, seed " + seed);
        for (var destination :
                Map.of("gen-queue", "QUEUE", "gen-topic", "TOPIC").entrySet()) {
            put(destination.getKey(), "{\"kind\": \"" + destination.getValue() + "\"}");
        }
        put("gen-exchange", "{\"kind\": \"EXCHANGE\", \"exchange\": {\"type\": \"FANOUT\"}}");
        var document = document();
        var requests = new GeneratedRequests(document, new Random(seed));
        var faults = new ArrayList<String>();
        var statuses = new TreeMap<Integer, Integer>();
        for (int i = 0; i < REQUESTS; i++) {
            var request = requests.next(i);
            int status = status(request);
            statuses.merge(status, 1, Integer::sum);
            if (status >= 500 && !isLack(request, status) || !isDeclared(document, request.endpoint(), status)) {
                faults.add(status + " " + request);
            }
        }
        System.out.println(
                "Statuses of " + REQUESTS + " requests to " + requests.endpoints() + " operations: " + statuses);
        assertThat(faults).isEmpty();
        given().get("/q/health").then().statusCode(200);
    }

    private void put(String name, String body) throws Exception {
        status(new Request("", "PUT", "/api/v1/destinations/" + name, "application/json", body));
    }

    /** Reads no more of a stream than its beginning. */
    private int status(Request request) throws Exception {
        var built = HttpRequest.newBuilder(server.resolve(request.path()))
                .timeout(PATIENCE)
                .method(
                        request.method(),
                        request.body() == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(request.body()));
        if (request.body() != null) {
            built.header("Content-Type", request.type());
        }
        var response = send(built.build());
        try (var body = response.body()) {
            boolean isStream =
                    response.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream");
            if (!isStream) {
                body.readAllBytes();
            }
        }
        return response.statusCode();
    }

    /** Tries again if the server has closed the connection just when it was to be used again, as it may. */
    private HttpResponse<InputStream> send(HttpRequest request) throws Exception {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (HttpTimeoutException e) {
            throw e;
        } catch (IOException e) {
            return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        }
    }

    /** What this server does not have is no fault of it: an optional operation, or the database of the triage. */
    private static boolean isLack(Request request, int status) {
        return status == 501 || status == 503 && request.path().startsWith("/api/v1/triage/");
    }

    private static boolean isDeclared(JsonNode document, String endpoint, int status) {
        int space = endpoint.indexOf(' ');
        var responses = document.get("paths")
                .get(endpoint.substring(space + 1))
                .get(endpoint.substring(0, space).toLowerCase(Locale.ROOT))
                .get("responses");
        return responses.has(Integer.toString(status)) || responses.has(status / 100 + "XX");
    }

    @Test
    void shouldSayOfEveryPutThatWhatItMakesMayBeNew() throws Exception {
        var document = document();
        assertThat(document.get("paths").properties())
                .filteredOn(path -> path.getValue().has("put"))
                .hasSizeGreaterThan(4)
                .allSatisfy(path -> assertThat(isDeclared(document, "PUT " + path.getKey(), 201))
                        .as(path.getKey())
                        .isTrue());
    }

    @Test
    void shouldHaveAnExampleForEveryAnswerOfSuccess() throws Exception {
        List<String> without = new ArrayList<>();
        int examples = 0;
        for (var path : document().get("paths").properties()) {
            for (var operation : path.getValue().properties()) {
                for (var answer : operation.getValue().path("responses").properties()) {
                    var content = answer.getValue().path("content").path("application/json");
                    boolean wantsOne = answer.getKey().startsWith("2") && !content.isMissingNode();
                    boolean hasOne = !content.path("example").isEmpty()
                            || !content.path("examples").isEmpty();
                    examples += wantsOne && hasOne ? 1 : 0;
                    if (wantsOne
                            && (!hasOne || content.path("example").toString().contains("\"example\""))) {
                        without.add(operation.getKey() + " " + path.getKey() + " " + answer.getKey() + " " + content);
                    }
                }
            }
        }
        assertThat(without).isEmpty();
        assertThat(examples).isGreaterThan(30);
    }

    @Test
    void shouldHaveAnExampleForEveryParameterAndBody() throws Exception {
        List<String> without = new ArrayList<>();
        for (var path : document().get("paths").properties()) {
            for (var operation : path.getValue().properties()) {
                for (var parameter : operation.getValue().path("parameters")) {
                    if (!parameter.has("example")
                            || parameter.get("example").asText().equals("example")) {
                        without.add(operation.getKey() + " " + path.getKey() + " ?" + parameter.get("name"));
                    }
                }
                for (var content : operation.getValue().path("requestBody").path("content")) {
                    if (!content.has("example") && !content.has("examples")) {
                        without.add(operation.getKey() + " " + path.getKey());
                    }
                }
            }
        }
        assertThat(without).isEmpty();
    }
}
