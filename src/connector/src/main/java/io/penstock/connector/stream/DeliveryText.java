package io.penstock.connector.stream;

import io.penstock.Delivery;

/** Says in a log which message it is about. */
public final class DeliveryText {

    private DeliveryText() {}

    public static String of(Delivery delivery) {
        return "message " + delivery.message().id() + " (offset " + delivery.offset() + " of partition "
                + delivery.partition() + " of '" + delivery.message().destination() + "', attempt "
                + delivery.attempt() + ")";
    }
}
