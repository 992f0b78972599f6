package shop;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DeskTest {

    @Inject
    Diary diary;

    @Test
    void shouldTakeAParcel() {
        RestAssured.given()
                .contentType("application/json")
                .body("{\"name\": \"a test\", \"grams\": 70}")
                .post("/parcels")
                .then()
                .statusCode(200)
                .body("id", notNullValue());
        await().until(() -> diary.has("a test of 70 g by HTTP"));
    }
}
