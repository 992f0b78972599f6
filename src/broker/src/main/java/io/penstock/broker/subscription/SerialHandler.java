package io.penstock.broker.subscription;

import io.penstock.Delivery;
import io.penstock.DeliveryHandler;

import java.util.List;

/**
 * Calls the handler of a consumer that has members on several dispatch loops, which each of them does on its own: one
 * waits for the other, which is not for long, since a handler returns at once.
 */
final class SerialHandler implements DeliveryHandler {

    private final DeliveryHandler handler;

    SerialHandler(DeliveryHandler handler) {
        this.handler = handler;
    }

    @Override
    public synchronized void handle(List<Delivery> deliveries) {
        handler.handle(deliveries);
    }
}
