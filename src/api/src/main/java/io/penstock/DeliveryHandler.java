package io.penstock;

import java.util.List;
import java.util.Set;

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
     * Tells which partitions of a destination the consumer owns from now on, where they have owners: with {@link
     * Ordering#PARTITION}, or if the subscription is exclusive. Called when that has changed, before the first delivery
     * of a new partition. One that goes to another consumer is taken away at once, though this one still has to settle
     * what it holds of it; the other one is told after that. Called on the same threads as {@link #handle}, and must
     * return at once. Not called for a consumer that has left.
     *
     * @param partitions all that it owns now, in ascending order
     */
    default void owns(String destination, Set<Integer> partitions) {
        // Most handlers take what comes, from whatever partition.
    }

    /**
     * The broker has closed the consumer: what it read was deleted by force, and nothing comes any more, not from a
     * destination of the same name that is declared later either. Called once, on the same threads as {@link #handle}.
     */
    default void closed(PenstockException reason) {
        // The broker has logged it, and raised an event.
    }
}
