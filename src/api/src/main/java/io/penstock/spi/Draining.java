package io.penstock.spi;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The last phase of an application's consumption. Whoever consumes is told of it, takes nothing more from then on, and
 * waits for what is being processed: all of them together no longer than the one limit. Then it gives back the rest.
 */
public final class Draining {

    private final Duration limit;
    private final boolean isReload;
    private final LongSupplier nanoClock;
    private final long begunNanos;

    /**
     * Begins now.
     *
     * @param isReload whether somebody waits for the application to start again, as in development
     * @param nanoClock the elapsed time in nanoseconds
     */
    public Draining(Duration limit, boolean isReload, LongSupplier nanoClock) {
        this.limit = limit;
        this.isReload = isReload;
        this.nanoClock = nanoClock;
        begunNanos = nanoClock.getAsLong();
    }

    /** The limit for all who wait. */
    public Duration limit() {
        return limit;
    }

    /** The time that may still be waited; zero when the limit is over. */
    public Duration left() {
        var left = limit.minusNanos(nanoClock.getAsLong() - begunNanos);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /**
     * Whether somebody waits for the application to start again. Then a message may have caused that, and be waited for
     * in vain: it goes on in the application that starts next.
     */
    public boolean isReload() {
        return isReload;
    }
}
