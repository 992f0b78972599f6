package com.acme.shop;

import com.acme.shop.orders.Payment;
import io.penstock.Broker;
import io.penstock.Message;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.Test;

import java.util.UUID;
import jakarta.inject.Inject;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** An order from outside, and what the departments make of it. */
@QuarkusTest
class OrdersTest {

    @Inject
    Broker broker;

    private final String order = UUID.randomUUID().toString();

    private String body() {
        return "{\"id\":\"" + order + "\",\"customer\":\"ada\",\"article\":\"book\",\"cents\":1250}";
    }

    private boolean isDealtWith() {
        var progress = get("/orders/" + order);
        return progress.statusCode() == 200
                && progress.jsonPath().getBoolean("paid")
                && progress.jsonPath().getBoolean("reserved")
                && progress.jsonPath().getBoolean("confirmed");
    }

    @Test
    void shouldTakeAnOrderAndLetEveryDepartmentDealWithIt() {
        given().contentType(ContentType.JSON)
                .body(body())
                .post("/orders")
                .then()
                .statusCode(202);

        await().until(this::isDealtWith);
    }

    @Test
    void shouldTakeTheMoneyOnceHoweverOftenTheMessageComes() {
        given().contentType(ContentType.JSON).body(body()).post("/orders");
        await().until(this::isDealtWith);

        // As after a crash between the commit and the acceptance: the topic's memory of ids would refuse the same id.
        broker.seek("orders", "payment", io.penstock.StartPosition.EARLIEST);
        var marker = UUID.randomUUID().toString();
        broker.send(Message.to("orders")
                .id(marker)
                .key("ada")
                .body(body().replace(order, marker))
                .build());

        await().until(() -> QuarkusTransaction.requiringNew()
                .call(() -> Payment.findByIdOptional(marker).isPresent()));
        assertEquals(
                1L,
                QuarkusTransaction.requiringNew()
                        .<Long>call(() -> Payment.count("orderId", order))
                        .longValue());
    }

    @Test
    void shouldRefuseWhatIsNoOrder() {
        given().contentType(ContentType.JSON)
                .body(body().replace("1250", "-1"))
                .post("/orders")
                .then()
                .statusCode(400);
    }

    @Test
    void shouldCountWhatWasDelivered() {
        given().contentType(ContentType.JSON).body(body()).post("/orders");
        await().until(this::isDealtWith);

        assertEquals(true, get("/q/metrics").body().asString().contains("penstock"));
    }
}
