package io.penstock.broker.loop;

/** Adds up what happens often, so that it is logged rarely. It is safe for any thread. */
public final class RateLimitedCount {

    /** Who is told more often does not look any more. */
    private static final long EVERY_MILLIS = 60_000;

    private long untold;
    private long toldAtMillis = Long.MIN_VALUE;

    /** Adds to it; returns how much there is to tell of now, which is mostly nothing. */
    public synchronized long add(long nowMillis, long more) {
        untold += more;
        // A clock that was set back must not keep it from being told.
        if (toldAtMillis != Long.MIN_VALUE && Math.abs(nowMillis - toldAtMillis) < EVERY_MILLIS) {
            return 0;
        }
        long now = untold;
        untold = 0;
        toldAtMillis = nowMillis;
        return now;
    }
}
