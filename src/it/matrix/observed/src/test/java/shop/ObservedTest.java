package shop;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ObservedTest {

    @Test
    void shouldBeReady() {
        RestAssured.get("/q/health/ready").then().statusCode(200).body(containsString("Penstock"));
    }

    @Test
    void shouldHaveMeters() {
        await().until(() -> RestAssured.get("/q/metrics").asString().contains("penstock_messages_sent"));
    }
}
