package io.penstock.server.http.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

/** What the description of the API gives as an example, the server takes. */
@QuarkusTest
@TestProfile(WithAll.class)
class ExamplesTest {

    private static final String API = "/api/v1";
    private static final String TOPIC = API + "/destinations/orders";

    /** So that each partition goes beyond the example of 'Last-Event-ID'. */
    private static final int MESSAGES = 300;

    /** Parts of paths whose example stands for something that the server names itself, or that is begun first. */
    private static final Set<String> UNKNOWN = Set.of("{id}", "{name}", "{token}", "{offset}");

    @TestHTTPResource("/")
    URI server;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Endpoint> endpoints = new ArrayList<>();

    private record Endpoint(String method, String path, JsonNode operation) {

        private String withExamples() {
            var filled = path;
            for (var parameter : operation.path("parameters")) {
                if (parameter.get("in").asText().equals("path")) {
                    filled = filled.replace(
                            "{" + parameter.get("name").asText() + "}", encoded(parameter.get("example")));
                }
            }
            return filled;
        }

        private boolean removes() {
            return method.equals("DELETE") || path.endsWith("/purge");
        }
    }

    /** A request with one example, besides those of the path. */
    private record Trial(Endpoint endpoint, String query, JsonNode header, String type, String body) {}

    @BeforeEach
    void read() throws IOException {
        var document = new ObjectMapper()
                .readTree(given().queryParam("format", "json").get("/q/openapi").asString());
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> endpoints.add(new Endpoint(
                                operation.getKey().toUpperCase(Locale.ROOT), path.getKey(), operation.getValue()))));
    }

    /** What the examples name. */
    private void prepare() throws Exception {
        made("PUT", TOPIC, "{\"kind\": \"TOPIC\", \"partitions\": 2}");
        made("PUT", TOPIC + "/subscriptions/billing", "{}");
        made("PUT", API + "/destinations/orders.dlq", "{\"kind\": \"QUEUE\"}");
        made("PUT", API + "/destinations/events", "{\"kind\": \"EXCHANGE\", \"exchange\": {\"type\": \"PATTERN\"}}");
        made("PUT", API + "/rules/all-orders", "{\"pattern\": \"orders.#\"}");
        made("PUT", API + "/schedules/nightly", "{\"destination\": \"orders\", \"cron\": \"0 3 * * *\"}");
        made("PUT", API + "/alerts/behind", "{\"destinations\": \"orders.#\", \"lagAbove\": 10000}");
    }

    private void made(String method, String path, String body) throws Exception {
        var answer = client.send(
                HttpRequest.newBuilder(server.resolve(path))
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode())
                .as(method + " " + path + ": " + answer.body())
                .isBetween(200, 201);
    }

    private void send() throws Exception {
        var messages = IntStream.range(0, MESSAGES)
                .mapToObj(number -> "{\"body\": \"b\", \"key\": \"" + number + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
        made("POST", TOPIC + "/messages:batch", messages);
    }

    @Test
    void shouldTakeEachExampleOfAParameterAndOfABody() throws Exception {
        var trials = new ArrayList<Trial>();
        endpoints.stream().filter(each -> !each.removes()).forEach(each -> trials.addAll(trials(each)));
        endpoints.stream().filter(Endpoint::removes).forEach(each -> trials.addAll(trials(each)));
        prepare();
        send();
        var refused = new ArrayList<String>();
        var statuses = new TreeMap<Integer, Integer>();

        for (var trial : trials) {
            if (trial.endpoint().removes()) {
                prepare();
            }
            var status = status(trial, refused);
            statuses.merge(status, 1, Integer::sum);
        }

        System.out.println("Statuses of " + trials.size() + " examples: " + statuses);
        assertThat(refused).isEmpty();
        assertThat(trials).hasSizeGreaterThan(120);
    }

    private static List<Trial> trials(Endpoint endpoint) {
        var trials = new ArrayList<Trial>();
        var content = endpoint.operation().path("requestBody").path("content");
        var type = content.isEmpty() ? null : content.fieldNames().next();
        var body = type == null ? null : text(content.get(type));
        content.properties()
                .forEach(each -> trials.add(new Trial(endpoint, "", null, each.getKey(), text(each.getValue()))));
        for (var parameter : endpoint.operation().path("parameters")) {
            var name = parameter.get("name").asText();
            switch (parameter.get("in").asText()) {
                case "query" ->
                    trials.add(new Trial(
                            endpoint, "?" + name + "=" + encoded(parameter.get("example")), null, type, body));
                case "header" -> trials.add(new Trial(endpoint, "", parameter, type, body));
                default -> {
                    // Every request has all of the path.
                }
            }
        }
        return trials.isEmpty() ? List.of(new Trial(endpoint, "", null, type, body)) : trials;
    }

    private static String text(JsonNode content) {
        var named = content.path("examples").iterator();
        var example = named.hasNext() ? named.next().path("value") : content.get("example");
        return example.isTextual() ? example.asText() : example.toString();
    }

    /** Of a stream, the head is enough. */
    private int status(Trial trial, List<String> refused) throws Exception {
        var endpoint = trial.endpoint();
        var request = HttpRequest.newBuilder(server.resolve(endpoint.withExamples() + trial.query()))
                .method(
                        endpoint.method(),
                        trial.body() == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(trial.body()));
        if (trial.type() != null) {
            request.header("Content-Type", trial.type().equals("*/*") ? "text/plain" : trial.type());
        }
        if (trial.header() != null) {
            request.header(
                    trial.header().get("name").asText(),
                    trial.header().get("example").asText());
        }
        var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        var status = answer.statusCode();
        try (var body = answer.body()) {
            if (!isExpected(endpoint, status)) {
                refused.add(status + " " + endpoint.method() + " " + endpoint.path() + " " + trial.query() + " "
                        + trial.header() + " " + trial.body() + ": "
                        + new String(body.readNBytes(1_000), StandardCharsets.UTF_8));
            }
        }
        return status;
    }

    /** Done, not modified, or refused for the state of things that examples cannot know: never for its form. */
    private static boolean isExpected(Endpoint endpoint, int status) {
        return switch (status) {
            case 200, 201, 202, 204, 304, 409, 412 -> true;
            case 404, 410 -> UNKNOWN.stream().anyMatch(endpoint.path()::contains);
            default -> false;
        };
    }

    @Test
    void shouldLeaveOutNextOnTheLastPageOfEachList() throws Exception {
        prepare();
        var pages = endpoints.stream()
                .filter(each -> each.method().equals("GET") && isPage(each))
                .toList();
        assertThat(pages).hasSizeGreaterThan(8);

        for (var page : pages) {
            var answer = given().urlEncodingEnabled(false).get(page.withExamples());
            assertThat(answer.statusCode()).as(page.path()).isEqualTo(200);
            assertThat(new ObjectMapper().readTree(answer.asString()).has("next"))
                    .as(page.path() + ": " + answer.asString())
                    .isFalse();
        }
    }

    private static boolean isPage(Endpoint endpoint) {
        for (var parameter : endpoint.operation().path("parameters")) {
            if (parameter.get("name").asText().equals("after")) {
                return true;
            }
        }
        return false;
    }

    private static String encoded(JsonNode example) {
        return URLEncoder.encode(example.asText(), StandardCharsets.UTF_8).replace("+", "%20");
    }
}
