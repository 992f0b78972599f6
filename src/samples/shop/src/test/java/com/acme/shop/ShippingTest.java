package com.acme.shop;

import com.acme.shop.shipping.Shipment;
import com.acme.shop.shipping.Shipping;
import io.penstock.DeadLetterReason;
import io.penstock.testkit.quarkus.BrokerTime;
import io.penstock.testkit.quarkus.FreshBroker;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.UUID;
import jakarta.inject.Inject;

import static io.penstock.testkit.PenstockAssertions.assertThat;
import static io.penstock.testkit.PenstockAssertions.deadLetters;
import static io.penstock.testkit.PenstockAssertions.queue;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** More than a day of retries, in an instant. */
@QuarkusTest
@FreshBroker
class ShippingTest {

    private static final int RETRIES = 5;

    /** Longer than the longest wait between two retries. */
    private static final Duration HALF_A_DAY = Duration.ofHours(13);

    @Inject
    Shipping shipping;

    @Inject
    Book book;

    private final String parcel = UUID.randomUUID().toString();

    @Test
    void shouldHandOverAParcel() {
        shipping.ship(new Shipment(parcel, "Lane 1, Vienna"));

        assertThat(queue("shipments")).eventuallyIsEmpty();
        assertTrue(book.has("shipped", parcel));
        assertThat(deadLetters("shipments")).areNone();
    }

    @Test
    void shouldGiveUpAfterTheLastRetry() {
        shipping.ship(new Shipment(parcel, "Crater 1, Moon"));

        for (int retry = 1; retry <= RETRIES; retry++) {
            assertThat(queue("shipments")).eventuallyHasScheduled(1);
            BrokerTime.advance(HALF_A_DAY);
        }
        assertThat(deadLetters("shipments"))
                .single()
                .hasReason(DeadLetterReason.RETRIES_EXHAUSTED)
                .hasException(IllegalStateException.class)
                .hasAttempts(1 + RETRIES);
    }

    @Test
    void shouldNotTryAgainWhatHasNoAddress() {
        shipping.ship(new Shipment(parcel, " "));

        assertThat(deadLetters("shipments"))
                .single()
                .hasReason(DeadLetterReason.REJECTED)
                .hasAttempts(1);
    }
}
