package com.acme.shop;

import com.acme.shop.billing.Billing;
import io.penstock.testkit.quarkus.BrokerTime;
import io.penstock.testkit.quarkus.FreshBroker;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.UUID;
import jakarta.inject.Inject;

import static io.penstock.testkit.PenstockAssertions.assertThat;
import static io.penstock.testkit.PenstockAssertions.queue;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Weeks and mornings, in an instant. */
@QuarkusTest
@FreshBroker
@TestProfile(BillingTest.LongTime.class)
class BillingTest {

    /** However far tests before have moved the time: reminders lie ahead of it. */
    public static final class LongTime implements QuarkusTestProfile {
        @Override
        public java.util.Map<String, String> getConfigOverrides() {
            return java.util.Map.of("shop.billing.remind-after", REMIND_AFTER.toString());
        }
    }

    private static final Duration REMIND_AFTER = Duration.ofDays(365);

    @Inject
    Billing billing;

    @Inject
    Book book;

    @Test
    void shouldRemindOfWhatIsNotPaidInTime() {
        var paid = UUID.randomUUID().toString();
        var unpaid = UUID.randomUUID().toString();
        billing.invoice(paid);
        billing.invoice(unpaid);
        billing.paid(paid);
        assertThat(queue("reminders")).eventuallyHasScheduled(2);

        BrokerTime.advance(REMIND_AFTER);

        assertThat(queue("reminders")).eventuallyIsEmpty();
        assertTrue(book.has("invoices.reminded", unpaid));
        assertEquals(0, book.count("invoices.reminded", paid));
    }

    @Test
    void shouldReportEveryDay() {
        long before = book.count("reports", "");

        BrokerTime.advance(Duration.ofDays(1));

        await().until(() -> book.count("reports", "") > before);
    }
}
