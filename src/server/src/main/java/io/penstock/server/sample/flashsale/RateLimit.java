package io.penstock.server.sample.flashsale;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Lets a fixed number through in a second. Tokens are laid out many times a second, and a caller that finds none sleeps
 * until there is one.
 */
final class RateLimit {

    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    /** The largest number of unused tokens: nobody may save up more than a tenth of a second's worth. */
    private static final int BURSTS_PER_SECOND = 10;

    private final int perSecond;
    private final LongSupplier nanoTime;
    private final Semaphore tokens = new Semaphore(0);
    private final long startNanos;
    private long laidOut;

    /** @param nanoTime a clock as {@link System#nanoTime()} */
    RateLimit(int perSecond, LongSupplier nanoTime) {
        this.perSecond = perSecond;
        this.nanoTime = nanoTime;
        startNanos = nanoTime.getAsLong();
    }

    /** Waits for a token and takes it. */
    void acquire() throws InterruptedException {
        tokens.acquire();
    }

    /** Takes a token if there is one. */
    boolean tryAcquire() {
        return tokens.tryAcquire();
    }

    /** Lays out what the time since the last call allows. For one thread. */
    void layOut() {
        long elapsedNanos = nanoTime.getAsLong() - startNanos;
        long due = elapsedNanos / NANOS_PER_SECOND * perSecond
                + elapsedNanos % NANOS_PER_SECOND * perSecond / NANOS_PER_SECOND;
        long burst = Math.max(1, perSecond / BURSTS_PER_SECOND);
        long room = Math.max(0, burst - tokens.availablePermits());
        tokens.release((int) Math.min(room, due - laidOut));
        laidOut = due;
    }
}
