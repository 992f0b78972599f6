package io.penstock.broker.guarantee;

import io.penstock.PenstockException;
import io.penstock.broker.entry.EngineBounds;

/**
 * One instance of a producer: only the newest may send. Safe for any thread.
 *
 * @param epoch which instance it is, from 1 on
 */
public record ProducerInstance(ProducerState state, long epoch) {

    public String id() {
        return state.id();
    }

    /**
     * Whether a message of that number is to be written; false if one was before. Called under the admission lock.
     *
     * @param next the number that is to come
     * @throws PenstockException.Fenced if this is not the newest instance any more
     * @throws PenstockException.OutOfSequence if the number leaves others out
     */
    public boolean admits(long number, long next) {
        requireCurrent();
        if (number > next) {
            throw new PenstockException.OutOfSequence("Producer '" + id() + "' is to send number " + next
                    + " next, not " + number + ": nothing was written. Send what is missing first.");
        }
        return number == next;
    }

    /** @throws PenstockException.Fenced if this is not the newest instance any more */
    public void requireCurrent() {
        long now = state.epoch();
        if (now == ProducerState.EXPIRED) {
            throw new PenstockException.Fenced(
                    "Producer '" + id() + "' has sent nothing for " + EngineBounds.PRODUCER_IDLE.toDays()
                            + " days and was forgotten. Open it again; its numbers begin anew.");
        }
        if (now != epoch) {
            throw new PenstockException.Fenced("Instance " + epoch + " of producer '" + id()
                    + "' may send nothing more: instance " + now + " was opened.");
        }
    }
}
