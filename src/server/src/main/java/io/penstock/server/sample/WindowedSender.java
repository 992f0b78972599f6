package io.penstock.server.sample;

import io.penstock.Broker;
import io.penstock.Message;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * Sends without waiting for each message to be durable, with a bounded number of messages on their way. It waits for
 * the log alone, never for a consumer. It is for one sending thread.
 */
public final class WindowedSender {

    /** Far longer than a slow disk needs; who waits longer waits for something that is broken. */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Broker broker;
    private final int window;
    private final LongSupplier nanoTime;
    private final Semaphore free;
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Latencies latencies = new Latencies();

    /** @param window messages on their way at most */
    public WindowedSender(Broker broker, int window, LongSupplier nanoTime) {
        this.broker = broker;
        this.window = window;
        this.nanoTime = nanoTime;
        free = new Semaphore(window);
    }

    /**
     * Sends; waits while the window is full.
     *
     * @throws SampleProblem if this or an earlier message was refused
     */
    public void send(Message message) {
        long startNanos = nanoTime.getAsLong();
        acquire(1);
        requireNoFailure();
        broker.sendAsync(message).whenComplete((receipt, problem) -> {
            if (problem == null) {
                latencies.recordNanos(nanoTime.getAsLong() - startNanos);
                acknowledged.incrementAndGet();
            } else {
                failure.compareAndSet(null, problem);
            }
            free.release();
        });
    }

    /** Waits until all that was sent is durable. */
    public void awaitAcknowledgements() {
        acquire(window);
        free.release(window);
        requireNoFailure();
    }

    /** Messages that are durable. */
    public long acknowledged() {
        return acknowledged.get();
    }

    /** The times from the call of {@link #send} until the message was durable, waiting for the window included. */
    public Latencies latencies() {
        return latencies;
    }

    private void acquire(int permits) {
        try {
            if (!free.tryAcquire(permits, PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                requireNoFailure();
                throw new SampleProblem("The log has acknowledged nothing for " + PATIENCE.toSeconds()
                        + " seconds. Look at the server's log and at the disk.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SampleProblem("Interrupted while sending.", e);
        }
    }

    private void requireNoFailure() {
        var problem = failure.get();
        if (problem != null) {
            throw new SampleProblem("A message was refused: " + problem.getMessage(), problem);
        }
    }
}
