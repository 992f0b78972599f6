package io.penstock.spi;

import io.penstock.Broker;
import io.penstock.Delivery;
import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A handler observer is told of each call of a handler, and of each delivery that was received, by whichever front door
 * it comes through. Tracing and logging are told by it. A broker may carry one for all front doors that consume from
 * it.
 */
public interface HandlerObserver {

    /** Observes nothing, and costs nothing. */
    HandlerObserver NONE = new HandlerObserver() {};

    /**
     * Begins to observe the handler of these deliveries, on the thread that calls it next.
     *
     * @param deliveries at least one
     */
    default Handling begin(List<Delivery> deliveries) {
        return Handling.NONE;
    }

    /**
     * The calling thread has received deliveries that it asked for. What it does with them is not observed.
     *
     * @param deliveries at least one
     */
    default void received(List<Delivery> deliveries) {
        // Nothing is observed.
    }

    /** What is observed of one call of a handler. */
    interface Handling {

        /** Observes nothing. */
        Handling NONE = new Handling() {};

        /** The call has come back, on the thread that made it; what it has begun may go on elsewhere. */
        default void returned() {
            // There is nothing to take away from the thread.
        }

        /**
         * Runs what the front door does because of the call after it has ended, such as sending its result, as a part
         * of it.
         */
        default void within(Runnable work) {
            work.run();
        }

        /**
         * The handler is done, on any thread.
         *
         * @param failure null if it has not failed
         * @param disposition what becomes of the deliveries because of that, in one word; null if the front door
         *     decides later
         */
        default void ended(@Nullable Throwable failure, @Nullable String disposition) {
            // Nothing was begun.
        }
    }

    /** The observer that a broker carries; {@link #NONE} if it carries none. */
    static HandlerObserver of(Broker broker) {
        return broker instanceof ForwardingBroker forwarding ? forwarding.handlerObserver() : NONE;
    }
}
