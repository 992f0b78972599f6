package io.penstock;

/**
 * Broker health tells whether a broker can serve.
 *
 * @param detail for a person: what is wrong and what to do, or where it stands
 */
public record BrokerHealth(State state, String detail) {

    /** The states of a broker, in the order in which they may follow each other. */
    public enum State {
        /** Accepts and hands out. */
        RUNNING,

        /**
         * As {@link #RUNNING}, but for some partitions that cannot be read, or without a further journal file; or old
         * messages are not put away, so that the disk fills. The problem of one subscription or schedule is told in the
         * detail alone.
         */
        DEGRADED,

        /** Cannot continue safely: nothing is accepted or handed out until it is restarted. */
        FAILED,

        /** Closed. */
        CLOSED
    }

    /** Whether it accepts and hands out; if {@link State#DEGRADED}, not for every partition. */
    public boolean isRunning() {
        return state == State.RUNNING || state == State.DEGRADED;
    }
}
