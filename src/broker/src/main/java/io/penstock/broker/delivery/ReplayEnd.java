package io.penstock.broker.delivery;

/** Is told, on the subscription's loop, when a subscription that has an end has come to it, or was cancelled. */
public interface ReplayEnd {

    /**
     * Is told that everything up to the end is settled. It may be told more than once.
     *
     * @param accepted how many deliveries were accepted
     */
    void drained(long accepted);

    /** The subscription ends before its end: the broker closes, or its destination is deleted. */
    void cancelled();
}
