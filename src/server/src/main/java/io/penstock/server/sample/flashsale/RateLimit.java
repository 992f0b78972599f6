package io.penstock.server.sample.flashsale;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Lets so many through in a second and no more: tokens are laid out a hundred times a second, and whoever finds none
 * sleeps until there is one.
 */
final class RateLimit implements AutoCloseable {

    private static final Duration TICK = Duration.ofMillis(10);

    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final int perSecond;
    private final LongSupplier nanoTime;
    private final Semaphore tokens = new Semaphore(0);
    private final ScheduledExecutorService scheduler;
    private final long startNanos;
    private long laidOut;

    /** @param scheduler calls {@link #layOut()}; shut down with this */
    RateLimit(int perSecond, LongSupplier nanoTime, ScheduledExecutorService scheduler) {
        this.perSecond = perSecond;
        this.nanoTime = nanoTime;
        this.scheduler = scheduler;
        startNanos = nanoTime.getAsLong();
        scheduler.scheduleAtFixedRate(this::layOut, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** @param nanoTime a clock as {@link System#nanoTime()} */
    static RateLimit perSecond(int perSecond, LongSupplier nanoTime) {
        return new RateLimit(
                perSecond,
                nanoTime,
                Executors.newSingleThreadScheduledExecutor(task -> {
                    var thread = new Thread(task, "rate-limit");
                    thread.setDaemon(true);
                    return thread;
                }));
    }

    /** Waits for a token and takes it. */
    void acquire() throws InterruptedException {
        tokens.acquire();
    }

    /**
     * Lays out what the time since the start allows. Nobody may save up: what is more than a tenth of a second's worth
     * is forfeited.
     */
    void layOut() {
        long elapsedNanos = nanoTime.getAsLong() - startNanos;
        long due = elapsedNanos / NANOS_PER_SECOND * perSecond
                + elapsedNanos % NANOS_PER_SECOND * perSecond / NANOS_PER_SECOND;
        long burst = Math.max(1, perSecond / 10);
        long room = Math.max(0, burst - tokens.availablePermits());
        tokens.release((int) Math.min(room, due - laidOut));
        laidOut = due;
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }
}
