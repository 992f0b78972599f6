package io.penstock.kafka.owner;

/** The moments at which a test can stall an owner. */
public enum Moment {

    /** Before a frame is sent. */
    BEFORE_FRAME,

    /** After a frame was acknowledged, and before anybody is told. */
    BEFORE_CONFIRMATION,

    /** Before the owner says that it is there. */
    BEFORE_ALIVE,

    /** Before something is fetched for readers. */
    BEFORE_FETCH;

    /** Is told when a moment has come. */
    @FunctionalInterface
    public interface Listener {

        /** A listener that does nothing. */
        Listener NONE = moment -> {};

        void at(Moment moment);
    }
}
