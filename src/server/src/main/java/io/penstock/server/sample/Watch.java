package io.penstock.server.sample;

import io.penstock.Broker;
import io.penstock.PenstockException;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Looks at a running sample a few times a second, shows its progress, and finds out that it has ended or stalled. */
public final class Watch implements AutoCloseable {

    /** Fast enough for the eye, too slow to cost anything. */
    static final Duration INTERVAL = Duration.ofMillis(200);

    /** The time without progress after which none will come: longer than any back-off of a sample. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** The progress that is watched. It is called by one thread at a time. */
    public interface Watched {

        /** Finds out how far it is, and shows it. */
        void look();

        /** A number that changes whenever something has happened; as of the last look. */
        long progress();

        /** Whether there was nothing left to be done at the last look. */
        boolean ended();
    }

    private final Broker broker;
    private final Watched watched;
    private final LongSupplier nanoTime;
    private final CompletableFuture<Boolean> end = new CompletableFuture<>();
    private final ScheduledFuture<?> ticks;
    private long lastProgress = -1;
    private long lastProgressNanos;

    private Watch(Broker broker, Watched watched, LongSupplier nanoTime, ScheduledExecutorService scheduler) {
        this.broker = broker;
        this.watched = watched;
        this.nanoTime = nanoTime;
        lastProgressNanos = nanoTime.getAsLong();
        ticks = scheduler.scheduleWithFixedDelay(
                this::tick, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    public static Watch over(
            Broker broker, Watched watched, LongSupplier nanoTime, ScheduledExecutorService scheduler) {
        return new Watch(broker, watched, nanoTime, scheduler);
    }

    /**
     * Waits for the end.
     *
     * @return false if it stalled before
     * @throws SampleProblem if the broker failed
     */
    public boolean awaitEnd() {
        try {
            return end.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SampleProblem("Interrupted. Run the same command again to go on.", e);
        } catch (ExecutionException e) {
            var cause = PenstockException.causeOf(e);
            throw cause instanceof SampleProblem problem
                    ? problem
                    : new SampleProblem("The sample cannot go on: " + cause.getMessage(), cause);
        }
    }

    private void tick() {
        try {
            look();
        } catch (RuntimeException e) {
            end.completeExceptionally(e);
        }
    }

    private void look() {
        var health = broker.health();
        if (!health.isRunning()) {
            throw new SampleProblem("The broker is " + health.state() + ": " + health.detail());
        }
        watched.look();
        if (watched.ended()) {
            end.complete(true);
            return;
        }
        long now = nanoTime.getAsLong();
        long progress = watched.progress();
        if (progress != lastProgress) {
            lastProgress = progress;
            lastProgressNanos = now;
        } else if (now - lastProgressNanos > PATIENCE.toNanos()) {
            end.complete(false);
        }
    }

    @Override
    public void close() {
        ticks.cancel(false);
    }
}
