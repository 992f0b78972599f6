package io.penstock.broker.delivery;

import io.penstock.PenstockException;

/**
 * A reason for a subscription to stand still, such as a seek: nothing is handed out while it lasts. It is used on the
 * subscription's loop.
 */
public interface Standstill {

    /** The number of deliveries that are settled together with it, and so are not waited for. */
    int own();

    /** Is told that nothing else is on its way any more. It may be told more than once. */
    void goOn();

    /** Is told that the subscription has failed, so that what it waits for may never come. */
    void interrupted(PenstockException cause);
}
