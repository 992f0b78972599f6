package io.penstock.broker.loop;

import java.util.concurrent.TimeUnit;

/** Notices that the clock was set, by comparison with ticks, which nobody sets. It is for one thread at a time. */
public final class ClockWatch {

    /** Less than that is not worth to be told; it adds up until it is. */
    private static final long SMALLEST_JUMP_MILLIS = 50;

    private final Ticks ticks;
    private long difference;

    public ClockWatch(Ticks ticks, long nowMillis) {
        this.ticks = ticks;
        difference = difference(nowMillis);
    }

    private long difference(long nowMillis) {
        return nowMillis - TimeUnit.NANOSECONDS.toMillis(ticks.nanos());
    }

    /** By how much the clock was set since it was asked before: forward if positive, back if negative; usually 0. */
    public long jumpMillis(long nowMillis) {
        long now = difference(nowMillis);
        long jump = now - difference;
        if (Math.abs(jump) < SMALLEST_JUMP_MILLIS) {
            return 0;
        }
        difference = now;
        return jump;
    }
}
