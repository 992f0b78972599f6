package io.penstock.broker.feed;

/** Consumers of a subscription that take the same records of it. Belongs to the subscription's loop. */
public interface Taker {

    /** Whether one of them may be handed another record in this turn. */
    boolean hasRoom();

    /** Whether each of them works on one record after the other. */
    default boolean worksInOrder() {
        return false;
    }
}
