package io.penstock.server.http.transaction;

import io.penstock.Broker;
import io.penstock.Message;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import jakarta.inject.Inject;

import static io.penstock.server.http.Requests.declareQueue;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

@QuarkusTest
class TransactionResourceTest {

    private static final String TRANSACTIONS = "/api/v1/transactions";

    @Inject
    Broker broker;

    private String prepare(String queue, String id) {
        byte[] globalId = id.getBytes(StandardCharsets.UTF_8);
        var transaction = broker.begin();
        transaction.send(Message.to(queue).body("x").build());
        transaction.prepareAsync(globalId).toCompletableFuture().join();
        return HexFormat.of().formatHex(globalId);
    }

    private long sent(String queue) {
        return broker.statistics(queue).sent();
    }

    @Test
    void shouldCommitByHand() {
        String queue = declareQueue("decided");
        String id = prepare(queue, "http-commit");
        given().get(TRANSACTIONS)
                .then()
                .statusCode(200)
                .body("transactions.find { it.id == '" + id + "' }.sends", equalTo(1));

        given().post(TRANSACTIONS + "/" + id + "/commit?actor=ada").then().statusCode(204);

        assertThat(sent(queue)).isEqualTo(1);
        given().get(TRANSACTIONS).then().body("transactions.id", not(hasItem(id)));
    }

    @Test
    void shouldRollBackByHand() {
        String queue = declareQueue("given-up");
        String id = prepare(queue, "http-rollback");

        given().post(TRANSACTIONS + "/" + id.toUpperCase(Locale.ROOT) + "/rollback")
                .then()
                .statusCode(204);

        assertThat(sent(queue)).isZero();
    }

    @Test
    void shouldSayThatItKnowsNoSuchTransaction() {
        given().post(TRANSACTIONS + "/abcd/commit")
                .then()
                .statusCode(404)
                .body("type", equalTo("urn:problem-type:penstock:unknown-transaction"));
    }
}
