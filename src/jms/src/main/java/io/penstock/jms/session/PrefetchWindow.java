package io.penstock.jms.session;

import java.time.InstantSource;

/**
 * Decides how many messages a consumer asks for at a time. It begins with one, and asks for more only while its client
 * takes messages briskly: so a slow consumer keeps nothing from the others, and a fast one does not wait for the broker
 * with each message. Guarded by its inbox.
 */
final class PrefetchWindow {

    /** A consumer holds at most this part of what it has taken lately: who took ten messages holds one. */
    static final int SHARE = 8;

    /** Whoever comes back later than this for more has had something else to do than to take messages. */
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
     * The number of messages to ask for now.
     *
     * @param taken messages that the client has taken since the last time
     */
    int next(int taken) {
        long now = clock.millis();
        lately = now - askedAt <= BRISK_MILLIS ? Math.min(lately + taken, (long) most * SHARE) : 0;
        askedAt = now;
        return (int) Math.max(1, lately / SHARE);
    }
}
