package io.penstock.jms.session;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Remembers when a message was last sent to a destination without persistence. Such a send returns before the broker
 * counts the message. A consumer that asks without waiting finds it all the same, because it waits a little. It is safe
 * for any thread.
 */
final class VolatileSends {

    /**
     * The longest time that a message may be on its way, on a busy machine too. Only a consumer that finds nothing
     * waits for it.
     */
    private static final long ON_ITS_WAY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /**
     * The number of remembered times, which bounds the memory. Destinations that share a place make each other's
     * consumers wait for nothing now and then.
     */
    private static final int PLACES = 1_024;

    private static final long NEVER = 0;

    /** Stands for the destinations of an exchange, which may be any: no destination has this name. */
    static final String SOMEWHERE = "";

    private final AtomicLongArray lastSent = new AtomicLongArray(PLACES);

    /** Notes a send, before it happens. */
    void sending(String destination) {
        long now = System.nanoTime();
        lastSent.lazySet(place(destination), now == NEVER ? 1 : now);
    }

    /** The time for which a message to that destination may still be on its way; 0 or less if none can be. */
    long onItsWayNanos(String destination) {
        return Math.max(leftNanos(destination), leftNanos(SOMEWHERE));
    }

    private long leftNanos(String destination) {
        long sent = lastSent.get(place(destination));
        return sent == NEVER ? 0 : ON_ITS_WAY_NANOS - (System.nanoTime() - sent);
    }

    private static int place(String destination) {
        return Math.floorMod(destination.hashCode(), PLACES);
    }
}
