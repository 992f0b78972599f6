package io.penstock.jms.session;

import java.time.InstantSource;

/**
 * Decides how many messages a consumer requests at a time. It begins with one, and requests more only while its client
 * takes messages quickly. So a slow consumer keeps nothing from the others, and a fast one does not wait for the broker
 * with each message. It is guarded by the lock of its inbox.
 */
final class PrefetchWindow {

    /**
     * The part of what a consumer has taken lately that it may hold in advance: one message for eight that were taken.
     */
    static final int SHARE = 8;

    /** The longest time between two requests of a client that takes messages quickly. */
    static final long BRISK_MILLIS = 10;

    private final int most;
    private final InstantSource clock;
    private long lately;
    private long askedAt;

    PrefetchWindow(int most, InstantSource clock) {
        this.most = most;
        this.clock = clock;
        askedAt = clock.millis();
    }

    /**
     * The number of messages to request now.
     *
     * @param taken the number of messages that the client has taken since the last time
     */
    int next(int taken) {
        long now = clock.millis();
        lately = now - askedAt <= BRISK_MILLIS ? Math.min(lately + taken, (long) most * SHARE) : 0;
        askedAt = now;
        return (int) Math.max(1, lately / SHARE);
    }
}
