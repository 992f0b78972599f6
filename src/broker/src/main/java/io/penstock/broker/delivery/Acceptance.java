package io.penstock.broker.delivery;

import io.penstock.PenstockException;

/** Is told on a subscription's loop that its deliveries were accepted, or could not be. */
interface Acceptance {

    /** Is told that those deliveries that could be accepted are, durably. */
    void accepted();

    /** Is told that nothing was journaled, and that nothing will be. */
    void refuse(PenstockException cause);
}
