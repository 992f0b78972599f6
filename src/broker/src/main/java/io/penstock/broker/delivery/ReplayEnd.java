package io.penstock.broker.delivery;

/** A replay end waits for the end of a subscription that has one. Told on the subscription's loop. */
public interface ReplayEnd {

    /**
     * Everything up to the end is settled. May be told more than once.
     *
     * @param accepted how many deliveries were accepted
     */
    void drained(long accepted);

    /** The subscription ends before its end: the broker closes, or its destination is deleted. */
    void cancelled();
}
