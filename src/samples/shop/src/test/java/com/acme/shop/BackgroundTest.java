package com.acme.shop;

import com.acme.shop.catalog.Catalog;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.Test;

import java.util.UUID;
import jakarta.inject.Inject;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What nobody waits for: catalogs and offers. */
@QuarkusTest
class BackgroundTest {

    @Inject
    Book book;

    @Test
    void shouldMakeACatalogInTheBackgroundAndTellHowFarItIs() {
        var where = given().contentType(ContentType.JSON)
                .body("{\"pages\":3}")
                .post("/catalogs")
                .then()
                .statusCode(202)
                .extract()
                .header("Location");

        await().until(() ->
                get(where).statusCode() == 200 && get(where).jsonPath().getInt("done") == 3);
        var id = where.substring(where.lastIndexOf('/') + 1);
        long bytes = QuarkusTransaction.requiringNew().call(() -> Catalog.<Catalog>findById(id).bytes);
        assertTrue(bytes > 0);
    }

    @Test
    void shouldBringAnOfferToEveryChannel() {
        var offer = UUID.randomUUID().toString();

        given().contentType(ContentType.TEXT).body(offer).post("/offers").then().statusCode(202);

        for (var channel : new String[] {"offers.web", "offers.app", "offers.print"}) {
            await().until(() -> book.has(channel, offer));
        }
    }
}
