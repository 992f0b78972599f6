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

    /**
     * The broker has closed the consumer: what it read was deleted by force, and nothing comes any more, not from a
     * destination of the same name that is declared later either. Called once, on the same threads as {@link #handle}.
     */
    default void closed(PenstockException reason) {
        // The broker has logged it, and raised an event.
    }
}
