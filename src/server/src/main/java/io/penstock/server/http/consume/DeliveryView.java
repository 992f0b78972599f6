package io.penstock.server.http.consume;

import io.penstock.StoredMessage;
import io.penstock.server.http.message.MessageView;

import java.time.Instant;

/**
 * Shows a message that was handed to the caller.
 *
 * @param token by which the caller settles it; nobody else can
 * @param leaseEndsAt when it is handed to somebody else, unless it is settled or renewed before
 * @param attempt 1 for the first run, one more for each that failed
 * @param deliveries hand-outs of any kind, this one included
 * @param redelivered whether it was handed out before, or may have been
 */
public record DeliveryView(
        String token, Instant leaseEndsAt, int attempt, int deliveries, boolean redelivered, MessageView message) {

    static DeliveryView of(Lease lease) {
        var delivery = lease.delivery();
        var stored = new StoredMessage(delivery.message(), delivery.partition(), delivery.offset());
        return new DeliveryView(
                lease.token(),
                lease.end(),
                delivery.attempt(),
                delivery.deliveries(),
                delivery.redelivered(),
                MessageView.of(stored));
    }
}
