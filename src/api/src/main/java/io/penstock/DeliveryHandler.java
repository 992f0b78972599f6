package io.penstock;

import java.util.List;

/** A delivery handler takes the deliveries that a consumer is handed. */
@FunctionalInterface
public interface DeliveryHandler {

    /**
     * Takes deliveries, in order. Called on a dispatch thread of the broker, or on one that waits in {@link
     * Delivery#accept}, never twice at the same time for one consumer: it must hand the work on and return at
     * once.
     */
    void handle(List<Delivery> deliveries);
}
