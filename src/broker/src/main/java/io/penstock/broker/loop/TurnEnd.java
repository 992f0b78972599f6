package io.penstock.broker.loop;

import io.penstock.PenstockException;

/**
 * The end of each turn of a dispatch loop is here: it writes down what was decided in the turn. Called on
 * that loop only.
 */
public interface TurnEnd {

    /** The turn is over. */
    void commit();

    /** The loop has ended in the middle of a turn: what was decided and not written does not happen. */
    void abandon(PenstockException cause);
}
