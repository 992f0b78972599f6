package io.penstock.server.http.request;

import io.penstock.server.http.ApiDocument;
import io.penstock.server.http.ApiDocument.Endpoint;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

import java.util.Set;
import java.util.function.Consumer;

import static io.penstock.server.http.Requests.problem;
import static io.penstock.server.http.request.ProblemType.MALFORMED_REQUEST;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

/** Each endpoint that the API's own description has, with query parameters that it does not have. */
@QuarkusTest
class QueryNamesTest {

    /** The paths end with a name that nothing has, so that nothing happens if a request is not refused. */
    private static final String NAME = "nothing-has-this-name";

    /** An empty key is a key, and a list begins behind an empty name. */
    private static final Set<String> POSSIBLY_EMPTY = Set.of("key", "key-base64", "routing-key", "after");

    @Test
    void shouldRefuseEveryUnknownParameterOfEveryEndpointByName() {
        forEach(endpoint -> {
            var refused = refused(endpoint, "unheard-of", "1")
                    .body("detail", containsString("\"unheard-of\" means nothing here"));
            endpoint.query().forEach(known -> refused.body("detail", containsString(known)));
        });
    }

    @Test
    void shouldNameTheParameterThatWasMeant() {
        forEach(endpoint -> endpoint.query()
                .forEach(known -> refused(endpoint, known + "s", "1")
                        .body("detail", containsString("did you mean '" + known + "'?"))));
    }

    @Test
    void shouldRefuseEveryParameterThatIsSetTwice() {
        forEach(endpoint -> endpoint.query()
                .forEach(known -> refused(endpoint, known, "1", "1")
                        .body("detail", containsString("'" + known + "' is set more than once"))));
    }

    @Test
    void shouldRefuseEveryParameterThatHasNoValue() {
        forEach(endpoint -> endpoint.query().stream()
                .filter(known -> !POSSIBLY_EMPTY.contains(known))
                .forEach(known ->
                        refused(endpoint, known, "").body("detail", containsString("'" + known + "' has no value"))));
    }

    private static void forEach(Consumer<Endpoint> check) {
        var endpoints = ApiDocument.endpoints();
        assertThat(endpoints).hasSizeGreaterThan(30);
        var faults = new SoftAssertions();
        endpoints.forEach(endpoint -> faults.assertThatCode(() -> check.accept(endpoint))
                .as(endpoint.toString())
                .doesNotThrowAnyException());
        faults.assertAll();
    }

    private static ValidatableResponse refused(Endpoint endpoint, String name, Object... values) {
        String path = endpoint.path().replaceAll("\\{[^}]*}", NAME);
        // Paths go as they are: a colon stays one.
        var request = given().urlEncodingEnabled(false).queryParam(name, values);
        if (endpoint.hasBody()) {
            request.contentType(ContentType.JSON).body("{}");
        }
        return problem(request.request(endpoint.method(), path).then(), MALFORMED_REQUEST, path);
    }
}
