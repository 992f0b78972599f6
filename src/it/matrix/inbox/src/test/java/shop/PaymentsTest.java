package shop;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertNotNull;

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
    Payments payments;

    @Inject
    EntityManager entities;

    @Test
    void shouldStoreAPaymentOnceThatWasTriedTwice() {
        payments.send("a payment that bounces");
        await().until(() -> stored("a payment that bounces") == 1);
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
