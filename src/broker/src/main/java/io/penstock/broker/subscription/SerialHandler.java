package io.penstock.broker.subscription;

import io.penstock.Delivery;
import io.penstock.DeliveryHandler;

import java.util.List;
import java.util.Set;

/**
 * Calls the handler of a consumer that has members on several dispatch loops, one call at a time. A loop that waits for
 * another does not wait long, since a handler returns at once.
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

    @Override
    public synchronized void owns(String destination, Set<Integer> partitions) {
        handler.owns(destination, partitions);
    }
}
