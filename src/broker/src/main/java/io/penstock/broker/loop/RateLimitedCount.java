package io.penstock.broker.loop;

/** Adds up what happens often, so that it is logged rarely. It is safe for any thread. */
public final class RateLimitedCount {

    /** The interval of messages: a person who is told more often does not look any more. */
    private static final long EVERY_MILLIS = 60_000;

    private long untold;
    private long toldAtMillis = Long.MIN_VALUE;

    /** Adds to the count, and returns the number to log now, which is mostly 0. */
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
