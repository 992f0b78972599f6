package io.penstock.broker.loop;

import io.penstock.PenstockException;

/**
 * Writes down, at the end of each turn of a dispatch loop, what was decided in the turn. It is called on that loop
 * only.
 */
public interface TurnEnd {

    /** The turn is over. */
    void commit();

    /** The loop has ended in the middle of a turn: what was decided and not written does not happen. */
    void abandon(PenstockException cause);
}
