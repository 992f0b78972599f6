package io.penstock.broker.loop;

import io.penstock.PenstockException;

/** Something that a dispatch loop gives turns to, such as a subscription. It is called on that loop only. */
public interface LoopWork extends Contained {

    /** The loop has it in its list; true if it was not there before. */
    boolean scheduledNow();

    /** The loop has taken it from its list; its turn follows. */
    void unscheduled();

    /**
     * Does what there is to do now.
     *
     * @param serving false to hand out nothing; what was settled is journaled, or refused, all the same
     */
    void turn(boolean serving);

    /** The loop has ended before the next turn: nobody may wait for that. */
    void abandon(PenstockException cause);
}
