package com.acme.shop;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.Test;

import java.util.UUID;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Levels, and the events that they come from. */
@QuarkusTest
class StockTest {

    private final String article = UUID.randomUUID().toString();

    private void move(int pieces) {
        given().contentType(ContentType.JSON)
                .body("{\"article\":\"" + article + "\",\"pieces\":" + pieces + "}")
                .post("/stock")
                .then()
                .statusCode(202);
    }

    private Integer level(String view) {
        return get(view).jsonPath().get("'" + article + "'");
    }

    @Test
    void shouldAddUpMovementsAndFindTheSameByReplay() {
        move(10);
        move(-3);
        await().until(() -> Integer.valueOf(7).equals(level("/stock")));

        assertEquals(7, level("/stock/replayed"));
    }
}
