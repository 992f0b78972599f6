package io.penstock.server.http.request;

import io.penstock.server.http.ApiDocument;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.penstock.server.http.Requests.DESTINATIONS;
import static io.penstock.server.http.Requests.declareQueue;
import static io.penstock.server.http.Requests.json;
import static io.penstock.server.http.Requests.newName;
import static io.penstock.server.http.Requests.problem;
import static io.penstock.server.http.request.ProblemType.INVALID_CONFIGURATION;
import static io.penstock.server.http.request.ProblemType.MALFORMED_REQUEST;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

/** Paths with semicolons, behind which the router sees parameters, and cuts them off. */
@QuarkusTest
class PathParametersTest {

    private static final String REFUSAL = "The path of the URI has a ';'";
    private static final String QUEUE = "{\"kind\": \"QUEUE\"}";

    @Test
    void shouldRefuseThemAtEveryEndpoint() {
        var endpoints = ApiDocument.endpoints();
        assertThat(endpoints).hasSizeGreaterThan(30);
        var faults = new SoftAssertions();
        for (var endpoint : endpoints) {
            String path = endpoint.path().replaceAll("\\{[^}]*}", "nothing-has-this-name") + ";a=b";
            faults.assertThatCode(() -> problem(
                                    (endpoint.hasBody() ? plain(json("{}")) : plain(given()))
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

    @ParameterizedTest
    @ValueSource(strings = {";b", ";", ";b=c", ";/purge", "/;a=b"})
    void shouldNotTakeWhatStandsBeforeASemicolonForAName(String rest) {
        var name = newName("semicolon");
        var path = DESTINATIONS + "/" + name + rest;

        problem(plain(json(QUEUE)).put(path).then(), MALFORMED_REQUEST, path).body("detail", containsString(REFUSAL));
        given().get(DESTINATIONS + "/" + name).then().statusCode(404);
    }

    @Test
    void shouldDeleteNothing() {
        var name = declareQueue("semicolon");
        var path = DESTINATIONS + "/" + name;

        problem(plain(given()).delete(path + ";b").then(), MALFORMED_REQUEST, path + ";b");
        plain(given()).delete(path + "%3Bb").then().statusCode(404);

        given().get(path).then().statusCode(200);
    }

    @Test
    void shouldTakeAnEncodedOneForAPartOfTheName() {
        var name = newName("semicolon");
        var path = DESTINATIONS + "/" + name + "%3Bb";

        problem(plain(json(QUEUE)).put(path).then(), INVALID_CONFIGURATION, path)
                .body("detail", containsString(name + ";b"));
        given().get(DESTINATIONS + "/" + name).then().statusCode(404);
    }

    private static RequestSpecification plain(RequestSpecification request) {
        return request.urlEncodingEnabled(false);
    }
}
