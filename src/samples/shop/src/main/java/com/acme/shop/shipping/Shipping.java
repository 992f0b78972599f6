package com.acme.shop.shipping;

import com.acme.shop.Book;
import io.penstock.TypedSender;
import io.penstock.listener.DeadLetter;
import io.penstock.listener.DeadLetterException;
import io.penstock.listener.QueueListener;
import io.penstock.listener.Retry;
import io.penstock.quarkus.SendsTo;

import java.time.temporal.ChronoUnit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Hands parcels to the carrier. One that does not answer is asked again after 1, 2, 4, 8 and 12 hours; nobody waits for
 * that. Then a person looks at the parcel, in the queue {@code shipments.failed}.
 */
@ApplicationScoped
public class Shipping {

    @Inject
    @SendsTo("shipments")
    TypedSender<Shipment> shipments;

    @Inject
    Carrier carrier;

    @Inject
    Book book;

    public void ship(Shipment shipment) {
        shipments.send(shipment, message -> message.id(shipment.id()));
    }

    @QueueListener("shipments")
    @Retry(maxRetries = 5, delay = 1, delayUnit = ChronoUnit.HOURS, maxDelay = 12, maxDelayUnit = ChronoUnit.HOURS)
    @DeadLetter("shipments.failed")
    void handOver(Shipment shipment) {
        if (shipment.address() == null || shipment.address().isBlank()) {
            throw new DeadLetterException("has no address"); // Waiting would not help.
        }
        carrier.collect(shipment);
        book.note("shipped", shipment.id());
    }
}
