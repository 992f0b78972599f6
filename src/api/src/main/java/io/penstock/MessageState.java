package io.penstock;

/** A message state says where one message is in one subscription. */
public enum MessageState {

    /** It may be handed out, or waits for those in front of it. */
    WAITING,

    /** It waits for its time: its sender delayed it, or it is to be retried. */
    SCHEDULED,

    /** A consumer has it. */
    ACQUIRED,

    /** A prepared transaction has it, and settles it or gives it back. */
    PREPARED,

    /** It is handed to nobody until the subscription is resumed. */
    PARKED,

    /**
     * The subscription is done with it, in whatever way: it was accepted or discarded, became a dead letter, or lay
     * before the place at which the subscription was put. Which of them is not kept.
     */
    SETTLED,

    /** The subscription's filter does not match it, or it was put back for another subscription alone. */
    NOT_MEANT
}
