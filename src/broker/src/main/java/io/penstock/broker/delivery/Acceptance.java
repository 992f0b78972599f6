package io.penstock.broker.delivery;

import io.penstock.PenstockException;

/** Is told on a subscription's loop that its deliveries were accepted, or could not be. */
interface Acceptance {

    /** Those that could be accepted are, durably. */
    void accepted();

    /** Nothing was journaled, and nothing will be. */
    void refuse(PenstockException cause);
}
