package io.penstock.bench.application.load;

import io.penstock.bench.measure.Meter;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import jakarta.inject.Singleton;

/** Counts what is sent and what is handled, and bounds what is on its way. Safe for use by any thread. */
@Singleton
public class Flow {

    /** The size of a batch. */
    public static final int BATCH = 256;

    /** Enough to keep broker and disk busy, as in the other benchmarks. */
    private static final int MAX_IN_FLIGHT = 20_000;

    private static final long LOOK_MILLIS = 100;

    private static final long MAX_DRAIN_SECONDS = 30;

    private final Meter meter = new Meter();
    private final Semaphore inFlight = new Semaphore(MAX_IN_FLIGHT);
    private final LongAdder sent = new LongAdder();
    private final LongAdder handled = new LongAdder();

    Meter meter() {
        return meter;
    }

    /** Waits until more may be sent. The result is false when nothing more is to be sent. */
    boolean acquired(int messages) throws InterruptedException {
        while (!meter.isStopped()) {
            if (inFlight.tryAcquire(messages, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                sent.add(messages);
                return true;
            }
        }
        return false;
    }

    /** A method was called with a message. */
    public void handled(byte[] body) {
        look(body);
        done(1);
    }

    /** A method was called with a batch. */
    public void handled(List<byte[]> bodies) {
        bodies.forEach(this::look);
        doneTogether(bodies.size());
    }

    /** Measures how long a message took, if it says when it was sent. */
    public void look(byte[] body) {
        long startNanos = ByteBuffer.wrap(body).getLong();
        if (startNanos != 0) {
            meter.took(System.nanoTime() - startNanos);
        }
    }

    public void done(int messages) {
        handled.add(messages);
        meter.completed(messages);
        inFlight.release(messages);
    }

    public void doneTogether(int messages) {
        meter.group();
        done(messages);
    }

    /** Ends the measurement, which then has no result. */
    public void failIf(Throwable failure) {
        if (failure != null) {
            meter.failed(failure);
        }
    }

    /** Waits until all that was sent is handled. */
    void drain() throws InterruptedException {
        if (!inFlight.tryAcquire(MAX_IN_FLIGHT, MAX_DRAIN_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(
                    "Of " + sent.sum() + " messages " + handled.sum() + " were handled in time.");
        }
    }

    long sent() {
        return sent.sum();
    }

    long handled() {
        return handled.sum();
    }
}
