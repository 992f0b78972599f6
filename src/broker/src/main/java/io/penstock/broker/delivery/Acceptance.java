package io.penstock.broker.delivery;

import io.penstock.PenstockException;

/** Waits on a subscription's loop until the deliveries that it is about are accepted, or cannot be. */
interface Acceptance {

    /** Those that could be accepted are, durably. */
    void accepted();

    /** Nothing was journaled, and nothing will be. */
    void refuse(PenstockException cause);
}
