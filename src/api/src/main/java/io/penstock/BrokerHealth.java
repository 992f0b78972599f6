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
         * The broker runs, but some partitions cannot be read, or there is no further journal file, or old messages are
         * not moved to the archive, so that the disk fills. The problem of a single subscription or schedule is told in
         * the detail alone.
         */
        DEGRADED,

        /** The broker cannot continue safely: nothing is accepted or handed out until it is restarted. */
        FAILED,

        /** The broker was closed. */
        CLOSED
    }

    /** Whether it accepts and hands out; if {@link State#DEGRADED}, not for every partition. */
    public boolean isRunning() {
        return state == State.RUNNING || state == State.DEGRADED;
    }
}
