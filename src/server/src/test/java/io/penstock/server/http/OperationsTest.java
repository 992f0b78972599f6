package io.penstock.server.http;

import io.quarkus.test.junit.QuarkusTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import java.time.Duration;

import static io.penstock.server.http.Requests.declareQueue;
import static io.penstock.server.http.Requests.send;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.notNullValue;

@QuarkusTest
class OperationsTest {

    @Test
    void shouldBeAliveAndReadyWithoutADatabase() {
        given().get("/q/health/live").then().statusCode(200).body("status", equalTo("UP"));
        given().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("status", equalTo("UP"))
                .body("checks.name", hasItem(containsString("Penstock broker")));
    }

    @Test
    void shouldPublishMetricsOfDestinations() {
        String queue = declareQueue("measured");
        send(queue, "x");

        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> given().get("/q/metrics")
                        .then()
                        .statusCode(200)
                        .body(containsString("penstock_messages_stored{destination=\"" + queue + "\""))
                        .body(containsString("penstock_all_messages_stored{kind=\"queue\"}"))
                        .body(containsString("http_server_requests_seconds_count")));
    }

    @Test
    void shouldDescribeItself() {
        given().queryParam("format", "json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .body("info.title", equalTo("Penstock"))
                .body("paths", hasKey("/api/v1/destinations/{destination}/messages"))
                .body("paths", hasKey("/api/v1/dead-letters/{queue}/redrive"))
                .body("paths", hasKey("/api/v1/destinations/{destination}/subscriptions/{subscription}/seek"))
                .body(
                        "paths.'/api/v1/destinations/{destination}/messages'.post.parameters.name",
                        hasItems("key-base64", "time-to-live", "priority", "tombstone"))
                .body("paths.'/api/v1/destinations/{destination}'.put.responses", notNullValue());
    }
}
