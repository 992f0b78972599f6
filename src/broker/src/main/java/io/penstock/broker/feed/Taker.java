package io.penstock.broker.feed;

/**
 * A group of consumers of a subscription that take the same records of it, as a feed sees it. It belongs to the
 * subscription's loop.
 */
public interface Taker {

    /** Whether one of them may be handed another record in this turn. */
    boolean hasRoom();

    /** Whether each of them works on one record after the other. */
    default boolean worksInOrder() {
        return false;
    }
}
