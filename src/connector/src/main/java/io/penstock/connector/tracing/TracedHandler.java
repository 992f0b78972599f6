package io.penstock.connector.tracing;

import io.penstock.Delivery;
import io.penstock.DeliveryHandler;
import io.penstock.PenstockException;

import java.util.List;
import java.util.Set;

/**
 * Begins a span of each delivery before a handler gets it. One that comes alone is the current span while the handler
 * is called; of several none is.
 */
record TracedHandler(DeliveryHandler handler, IncomingTracing tracing) implements DeliveryHandler {

    @Override
    public void handle(List<Delivery> deliveries) {
        if (deliveries.size() != 1) {
            handler.handle(deliveries.stream().<Delivery>map(this::traced).toList());
            return;
        }
        var delivery = traced(deliveries.get(0));
        try (var scope = delivery.span().context().makeCurrent()) {
            handler.handle(List.of(delivery));
        }
    }

    private TracedDelivery traced(Delivery delivery) {
        return new TracedDelivery(delivery, tracing.begin(delivery));
    }

    @Override
    public void owns(String destination, Set<Integer> partitions) {
        handler.owns(destination, partitions);
    }

    @Override
    public void closed(PenstockException reason) {
        handler.closed(reason);
    }
}
