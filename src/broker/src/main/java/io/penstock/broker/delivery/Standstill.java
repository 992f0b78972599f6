package io.penstock.broker.delivery;

/** Something that a subscription stands still for: nothing is handed out meanwhile. On the subscription's loop. */
public interface Standstill {

    /** The number of deliveries that are settled together with it, and so are not waited for. */
    int own();

    /** Nothing else is on its way any more. May be told more than once. */
    void goOn();
}
