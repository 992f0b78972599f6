package io.penstock.server.http;

import io.penstock.server.http.request.Problem;
import io.penstock.server.http.request.ProblemType;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;

import java.util.concurrent.atomic.AtomicInteger;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

/** What the tests of this package ask over and over. */
public final class Requests {

    public static final String DESTINATIONS = "/api/v1/destinations";
    public static final String DEAD_LETTERS = "/api/v1/dead-letters";

    /** All of the same width, so that later ones are greater as texts too. */
    private static final AtomicInteger NAMES = new AtomicInteger(10_000);

    private Requests() {}

    /** A name that no other test uses. */
    public static String newName(String purpose) {
        return purpose + "-" + NAMES.incrementAndGet();
    }

    public static String declareQueue(String purpose) {
        return declare(purpose, "QUEUE", 1);
    }

    public static String declareTopic(String purpose, int partitions) {
        return declare(purpose, "TOPIC", partitions);
    }

    private static String declare(String purpose, String kind, int partitions) {
        String name = newName(purpose);
        json("{\"kind\": \"" + kind + "\", \"partitions\": " + partitions + "}")
                .put(DESTINATIONS + "/" + name)
                .then()
                .statusCode(201);
        return name;
    }

    public static RequestSpecification json(String body) {
        return given().contentType(ContentType.JSON).body(body);
    }

    public static String messagesOf(String destination) {
        return DESTINATIONS + "/" + destination + "/messages";
    }

    public static void send(String destination, String body) {
        given().contentType(ContentType.TEXT)
                .body(body)
                .post(messagesOf(destination))
                .then()
                .statusCode(201);
    }

    /** Messages that the log has taken so far. */
    public static long endOffset(String destination) {
        return given()
                .get(DESTINATIONS + "/" + destination)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .<Integer>getList("offsets.endOffset")
                .stream()
                .mapToLong(Integer::longValue)
                .sum();
    }

    /** Asserts every member that RFC 9457 defines. */
    public static ValidatableResponse problem(ValidatableResponse response, int status, String type, String instance) {
        return response.statusCode(status)
                .contentType(Problem.MEDIA_TYPE)
                .body("type", equalTo(type))
                .body("title", not(blankOrNullString()))
                .body("status", equalTo(status))
                .body("detail", not(blankOrNullString()))
                .body("instance", equalTo(instance));
    }

    public static ValidatableResponse problem(ValidatableResponse response, ProblemType type, String instance) {
        return problem(response, type.status(), type.uri(), instance).body("title", equalTo(type.title()));
    }
}
