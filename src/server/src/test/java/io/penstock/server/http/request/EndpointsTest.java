package io.penstock.server.http.request;

import io.penstock.server.http.ApiDocument;
import io.penstock.server.http.ApiDocument.Endpoint;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import static io.penstock.server.http.Requests.DESTINATIONS;
import static io.penstock.server.http.Requests.declareQueue;
import static io.penstock.server.http.Requests.problem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

/** Each path of the API's own description, with methods and media types that it does not have. */
@QuarkusTest
class EndpointsTest {

    /** The paths end with a name that nothing has, so that nothing happens if a request is not refused. */
    private static final String NAME = "nothing-has-this-name";

    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

    /** The methods of each path, with those that go without saying, as {@code Allow} has them. */
    private static Map<String, TreeSet<String>> paths() {
        var methods = ApiDocument.endpoints().stream()
                .filter(endpoint -> endpoint.path().startsWith("/api/"))
                .collect(Collectors.groupingBy(
                        Endpoint::path,
                        TreeMap::new,
                        Collectors.mapping(Endpoint::method, Collectors.toCollection(TreeSet::new))));
        assertThat(methods).hasSizeGreaterThan(30);
        methods.values().forEach(known -> {
            known.add("OPTIONS");
            if (known.contains("GET")) {
                known.add("HEAD");
            }
        });
        return methods;
    }

    private static String named(String path) {
        return path.replaceAll("\\{[^}]*}", NAME);
    }

    /** Paths go as they are: a colon stays one. */
    private static ValidatableResponse ask(String method, String path) {
        return given().urlEncodingEnabled(false).request(method, path).then();
    }

    @Test
    void shouldNameTheMethodsOfAPathToWhoeverAsksForAnother() {
        var faults = new SoftAssertions();
        paths().forEach((template, known) -> METHODS.stream()
                .filter(method -> !known.contains(method))
                .forEach(method -> faults.assertThatCode(
                                () -> problem(ask(method, named(template)), 405, "about:blank", named(template))
                                        .header("Allow", equalTo(String.join(", ", known)))
                                        .body("detail", containsString(method)))
                        .as(method + " " + template)
                        .doesNotThrowAnyException()));
        faults.assertAll();
    }

    @Test
    void shouldNameTheMethodsOfAPathToWhoeverAsksForThem() {
        var faults = new SoftAssertions();
        paths().forEach((template, known) -> faults.assertThatCode(() -> ask("OPTIONS", named(template))
                        .statusCode(200)
                        .header("Allow", equalTo(String.join(", ", known))))
                .as(template)
                .doesNotThrowAnyException());
        faults.assertAll();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/messages/", "/messages//"})
    void shouldKnowAPathInOtherSpellings(String spelling) {
        ask("PUT", DESTINATIONS + "/" + NAME + spelling).statusCode(405).header("Allow", "GET, HEAD, OPTIONS, POST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "POST", "DELETE", "OPTIONS"})
    void shouldKnowNoMethodOfAPathThatThereIsNot(String method) {
        var path = DESTINATIONS + "/" + NAME + "/nothing";
        problem(ask(method, path), 404, "about:blank", path);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/destinations, application/json, application/json",
        "HEAD, /api/v1/destinations, application/json, ''",
        "POST, /api/v1/destinations/{queue}/messages, text/plain, application/json",
        "GET, /api/v1/destinations/{queue}/events, text/plain, text/event-stream",
        "GET, /api/v1/destinations/{queue}/subscriptions/{queue}/events, text/plain, text/event-stream",
        "POST, /api/v1/destinations/{queue}/messages:batch, application/json, application/json",
        "POST, /api/v1/destinations/{queue}/messages:batch, application/x-ndjson, application/x-ndjson",
        "POST, /api/v1/destinations/{queue}/subscriptions/{queue}/deliveries, application/json,"
                + " application/cloudevents-batch+json or application/json"
    })
    void shouldNameTheMediaTypesThatItAnswersWith(String method, String template, String contentType, String named) {
        var path = template.replace("{queue}", declareQueue("typed"));
        var answer = given().urlEncodingEnabled(false)
                .contentType(contentType)
                .accept("text/csv")
                .request(method, path)
                .then()
                .statusCode(406);
        if (!named.isEmpty()) {
            problem(answer, 406, "about:blank", path)
                    .body(
                            "detail",
                            equalTo("This can only answer with " + named + ": ask for that in the Accept header."));
        }
    }
}
