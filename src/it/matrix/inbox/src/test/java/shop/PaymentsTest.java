package shop;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.Message;
import io.penstock.StartPosition;
import io.penstock.postgres.InboxClaim;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PaymentsTest {

    @Inject
    Broker broker;

    @Inject
    Payments payments;

    @Inject
    EntityManager entities;

    @Test
    void shouldStoreAPaymentOnceThatWasTriedTwice() {
        payments.send("a payment that bounces");
        await().until(() -> stored("a payment that bounces") == 1);
    }

    @Test
    void shouldStoreARefundOnceThatAChannelDeliversTwice() {
        broker.send(Message.to("refunds").body("a refund").build());
        await().until(() -> stored("a refund") == 1);
        broker.seek("refunds", "refunds", StartPosition.EARLIEST);
        broker.send(Message.to("refunds").body("another refund").build());
        await().until(() -> stored("another refund") == 1
                && broker.browse(BrowseRequest.waiting("refunds", 10).build()).isEmpty());
        assertEquals(1, stored("a refund"));
    }

    @Test
    void shouldShowTheClaims() {
        await().until(() -> stored("a payment") > 0);
        for (InboxClaim claim : claims()) {
            assertNotNull(claim.claimedAt());
        }
    }

    private List<InboxClaim> claims() {
        return QuarkusTransaction.requiringNew()
                .call(() -> entities.createQuery("from InboxClaim", InboxClaim.class).getResultList());
    }

    private long stored(String name) {
        return QuarkusTransaction.requiringNew().call(() -> Payment.count("name", name));
    }
}
