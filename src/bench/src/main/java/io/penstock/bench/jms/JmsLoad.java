package io.penstock.bench.jms;

import java.util.Locale;

/**
 * What goes through a Jakarta Messaging provider: persistent messages of 100 bytes.
 *
 * @param workers producers, and as many consumers: of one queue, or each with a durable subscription of its own
 * @param forced whether a message is forced to the disk before it counts
 */
public record JmsLoad(Way way, int workers, boolean forced) {

    static final int PAYLOAD_BYTES = 100;

    /** How messages are sent and acknowledged. */
    public enum Way {
        /** Each send waits for its message, each message is acknowledged before the next (AUTO_ACKNOWLEDGE). */
        AUTO(1),

        /** Sends with a completion listener; AUTO_ACKNOWLEDGE. */
        ASYNC(1),

        /** Both sides commit after that many messages. */
        TRANSACTED(100),

        /** As {@link #TRANSACTED}, by one producer, to a topic with a durable subscription for each consumer. */
        TOPIC(100);

        private final int together;

        Way(int together) {
            this.together = together;
        }
    }

    int together() {
        return way.together;
    }

    public boolean isTransacted() {
        return way.together > 1;
    }

    int producers() {
        return way == Way.TOPIC ? 1 : workers;
    }

    /** Messages counted for each one sent. */
    int copies() {
        return way == Way.TOPIC ? workers : 1;
    }

    String durability() {
        return forced ? "sync" : "os";
    }

    public String label() {
        return way.name().toLowerCase(Locale.ROOT) + "-" + workers + "-" + durability();
    }
}
