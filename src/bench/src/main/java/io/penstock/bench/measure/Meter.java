package io.penstock.bench.measure;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/** Counts what is done and how long it took. Safe for use by any thread. */
public final class Meter {

    /** Of asynchronous sends, one in so many is timed: timing each would be a large part of what is measured. */
    public static final int SAMPLED = 128;

    private static final int DIGITS = 3;

    private final LongAdder completed = new LongAdder();
    private final LongAdder groups = new LongAdder();
    private final Recorder latencies = new Recorder(DIGITS);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile boolean stopped;

    /** That many records are as durable as they were to be. */
    public void completed(long records) {
        completed.add(records);
    }

    /** Another group of records was written together. */
    public void group() {
        groups.increment();
    }

    public void took(long nanos) {
        latencies.recordValue(Math.max(0, nanos));
    }

    /** Ends the scenario, which then has no result. */
    public void failed(Throwable cause) {
        failure.compareAndSet(null, cause);
        stopped = true;
    }

    public void stop() {
        stopped = true;
    }

    public boolean isStopped() {
        return stopped;
    }

    /** All records so far. */
    public long completed() {
        return completed.sum();
    }

    long groups() {
        return groups.sum();
    }

    /** Forgets the times so far. */
    public void resetLatencies() {
        latencies.reset();
    }

    /** The times since they were last forgotten or asked for. */
    public Histogram latencies() {
        return latencies.getIntervalHistogram();
    }

    public static double micros(double nanos) {
        return nanos / TimeUnit.MICROSECONDS.toNanos(1);
    }

    public void requireNoFailure() {
        var cause = failure.get();
        if (cause != null) {
            throw new IllegalStateException("The measurement failed: " + cause, cause);
        }
    }
}
