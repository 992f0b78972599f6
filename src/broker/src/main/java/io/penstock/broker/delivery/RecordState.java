package io.penstock.broker.delivery;

/** The state of one record in one subscription knows which state may follow it, and refuses the others. */
public enum RecordState {

    /** May be handed out. */
    AVAILABLE,

    /** Waits for its time: delayed by its sender, or to be retried. */
    SCHEDULED,

    /** A consumer has it, under a lease. */
    ACQUIRED,

    /** The disposition is decided and on its way to the journal; the lease can no longer expire. */
    SETTLING,

    /** Failed in a dead-letter queue: stays there, and is not handed out until a redrive, a resume or a restart. */
    PARKED,

    /** The record was processed. */
    ACKNOWLEDGED,

    /** Copied to the dead-letter queue. */
    DEAD_LETTERED,

    /** Thrown away, as the policy says. */
    DISCARDED;

    /**
     * The next state.
     *
     * @throws IllegalStateException if it cannot follow this one
     */
    public RecordState to(RecordState next) {
        if (!allows(next)) {
            throw new IllegalStateException("A record cannot go from " + this + " to " + next + ".");
        }
        return next;
    }

    public boolean allows(RecordState next) {
        return switch (this) {
            // From AVAILABLE to SETTLING: handed out too often, it becomes a dead letter without another hand-out.
            case AVAILABLE -> next == ACQUIRED || next == SCHEDULED || next == SETTLING || next == PARKED;
            case SCHEDULED -> next == AVAILABLE;
            case ACQUIRED -> next == AVAILABLE || next == SETTLING || next == PARKED;
            // Back to ACQUIRED: the transaction that was to settle it did not happen.
            case SETTLING -> next != SETTLING;
            case PARKED -> next == ACKNOWLEDGED;
            case ACKNOWLEDGED, DEAD_LETTERED, DISCARDED -> false;
        };
    }
}
