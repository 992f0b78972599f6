package io.penstock.broker.loop;

import java.util.concurrent.TimeUnit;

/** Notices that the clock was set, by comparison with ticks, which nobody sets. It is for one thread at a time. */
public final class ClockWatch {

    /** The smallest jump that is told; smaller ones add up until they are as large. */
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

    /** The time by which the clock was set since the last call: forward if positive, back if negative; usually 0. */
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
