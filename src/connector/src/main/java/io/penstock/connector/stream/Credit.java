package io.penstock.connector.stream;

import java.time.InstantSource;

/**
 * Counts how many messages a channel may request: what downstream has asked for and, while it works them off quickly,
 * some more to be taken ahead; never so many that more than the limit are unsettled. Not thread-safe.
 */
public final class Credit {

    /** What is taken ahead should wait no longer than this: a slow consumer keeps nothing from the others. */
    public static final long AHEAD_MILLIS = 10;

    private final int perRequest;
    private final int maxUnsettled;
    private final int maxAhead;
    private final InstantSource clock;
    private long demanded;
    private int asked;
    private int waiting;
    private int unsettled;
    private int emitted;
    private int ahead;
    private long askedAtMillis;

    /**
     * @param perRequest the number of messages that one request of downstream may take: the size of a batch
     * @param maxUnsettled the largest number of messages that are asked for, taken ahead or being processed
     * @param maxAhead the largest number of messages that are taken ahead of what downstream asks for
     */
    public Credit(int perRequest, int maxUnsettled, int maxAhead, InstantSource clock) {
        this.perRequest = perRequest;
        this.maxUnsettled = maxUnsettled;
        this.maxAhead = maxAhead;
        this.clock = clock;
        askedAtMillis = clock.millis();
    }

    /** Adds what downstream asks for. */
    public void demand(long requests) {
        long sum = demanded + requests;
        demanded = sum < 0 ? Long.MAX_VALUE : sum;
    }

    public boolean isDemanded() {
        return demanded > 0;
    }

    /** Notes that messages have come, which wait to be emitted. */
    public void arrive(int messages) {
        asked = Math.max(0, asked - messages);
        waiting += messages;
    }

    /**
     * Notes that messages which have waited are emitted, on one request of downstream. They are unsettled from here.
     */
    public void emit(int messages) {
        if (demanded != Long.MAX_VALUE) {
            demanded--;
        }
        waiting -= messages;
        unsettled += messages;
        emitted += messages;
    }

    /** Notes that messages which have waited are given back, since downstream has not taken them in time. */
    public void giveBack(int messages) {
        waiting -= messages;
        ahead = 0;
    }

    /** Notes that what was asked for and has not come will not come, until more is asked for. */
    public void takeBack() {
        asked = 0;
        ahead = 0;
    }

    /** Notes that messages were settled, so that others may be requested. */
    public void settle(int messages) {
        unsettled -= messages;
    }

    /** The number of messages that were emitted and are not settled. */
    public int unsettled() {
        return unsettled;
    }

    /** Takes the number of messages that may be requested from the broker now. */
    public int take() {
        int supply = asked + waiting;
        if (demanded == 0 || isCovered(supply)) {
            return 0;
        }
        ahead = nextAhead();
        long wanted = Math.min(maxUnsettled, demanded) * perRequest + ahead - supply;
        int granted = (int) Math.max(0, Math.min(wanted, maxUnsettled - supply - unsettled));
        asked += granted;
        return granted;
    }

    /** Whether what is on its way is enough: a request for a few more each time would cost as much as for many. */
    private boolean isCovered(int supply) {
        return supply > ahead / 2 && supply >= Math.min(maxUnsettled, demanded) * perRequest;
    }

    private int nextAhead() {
        long now = clock.millis();
        long passed = Math.max(1, now - askedAtMillis);
        int next = (int) Math.min(maxAhead, emitted * AHEAD_MILLIS / passed);
        askedAtMillis = now;
        emitted = 0;
        return next;
    }
}
