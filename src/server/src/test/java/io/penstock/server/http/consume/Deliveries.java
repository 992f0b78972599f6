package io.penstock.server.http.consume;

import io.restassured.response.ValidatableResponse;

import java.util.List;

import static io.penstock.server.http.Requests.DESTINATIONS;
import static io.penstock.server.http.Requests.json;
import static io.restassured.RestAssured.given;

/** What the tests of consuming ask over and over. */
final class Deliveries {

    private Deliveries() {}

    static String of(String queue) {
        return of(queue, queue);
    }

    static String of(String destination, String subscription) {
        return DESTINATIONS + "/" + destination + "/subscriptions/" + subscription + "/deliveries";
    }

    static ValidatableResponse poll(String path, int max, String wait) {
        return given().queryParam("max", max)
                .queryParam("wait", wait)
                .post(path)
                .then()
                .statusCode(200);
    }

    /** The tokens of what is there now. */
    static List<String> take(String path, int max) {
        return poll(path, max, "PT0S").extract().path("deliveries.token");
    }

    /** The token of the first message that comes. */
    static String takeOne(String path) {
        return poll(path, 1, "PT1M").extract().path("deliveries[0].token");
    }

    static ValidatableResponse settle(String path, String token, String how, String body) {
        return (body == null ? given() : json(body))
                .post(path + "/" + token + "/" + how)
                .then();
    }

    /** A number of the statistics of the only subscription. */
    static int standing(String destination, String field) {
        return given().get(DESTINATIONS + "/" + destination)
                .then()
                .statusCode(200)
                .extract()
                .path("subscriptions[0]." + field);
    }
}
