package io.penstock.bench.measure;

import org.HdrHistogram.Histogram;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What was counted in the windows of one scenario.
 *
 * @param recordsPerSecond median over the windows
 * @param slowest the window with the fewest records per second
 * @param latencies in nanoseconds, of all windows
 * @param bytesPerRecord handed to the operating system in all windows; NaN where it does not tell
 * @param cpuNanosPerRecord of the whole measured process in all windows; NaN where it does not tell
 */
public record Windows(
        double recordsPerSecond,
        double slowest,
        Histogram latencies,
        double bytesPerRecord,
        double cpuNanosPerRecord,
        double recordsPerGroup) {

    /** What one scenario may overwrite, so that no option makes it wear a disk out. */
    private static final long MAX_BYTES = 48L << 30;

    private static final long MAX_FIRST_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** Lets the warm-up pass, and counts; the load runs meanwhile. */
    public static Windows measure(Plan plan, Meter meter) {
        return measure(plan, meter, MAX_BYTES);
    }

    /** @param maxBytes what may be written altogether: windows end early for it */
    public static Windows measure(Plan plan, Meter meter, long maxBytes) {
        return measure(plan, meter, maxBytes, ProcessHandle.current());
    }

    /** Measures what another process does, whose processor time it is then. */
    public static Windows measure(Plan plan, Meter meter, ProcessHandle process) {
        return measure(plan, meter, MAX_BYTES, process);
    }

    private static Windows measure(Plan plan, Meter meter, long maxBytes, ProcessHandle process) {
        long share = maxBytes / (plan.windows() + 1);
        awaitFirst(meter);
        pass(plan.warmUpNanos(), share, meter);
        meter.resetLatencies();
        long records = meter.completed();
        long groups = meter.groups();
        long bytes = WrittenBytes.now();
        long cpu = ProcessTime.nanos(process);
        var rates = new double[plan.windows()];
        for (int i = 0; i < rates.length; i++) {
            long before = meter.completed();
            long began = System.nanoTime();
            pass(plan.windowNanos(), share, meter);
            rates[i] = (meter.completed() - before) * 1e9 / (System.nanoTime() - began);
        }
        long done = meter.completed() - records;
        var latencies = meter.latencies();
        double written = bytes < 0 ? Double.NaN : WrittenBytes.now() - bytes;
        double used = cpu < 0 ? Double.NaN : ProcessTime.nanos(process) - cpu;
        meter.requireNoFailure();
        Arrays.sort(rates);
        double perGroup = (double) done / Math.max(1, meter.groups() - groups);
        return new Windows(
                rates[rates.length / 2],
                rates[0],
                latencies,
                written / Math.max(1, done),
                used / Math.max(1, done),
                perGroup);
    }

    /** A warm-up is one only once something happens. */
    private static void awaitFirst(Meter meter) {
        long began = System.nanoTime();
        while (meter.completed() == 0 && !meter.isStopped()) {
            if (System.nanoTime() - began > MAX_FIRST_NANOS) {
                throw new IllegalStateException("The measurement failed: not one record was complete in a minute.");
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private static void pass(long nanos, long maxBytes, Meter meter) {
        long began = System.nanoTime();
        long bytes = WrittenBytes.now();
        long left = nanos;
        while (left > 0 && !meter.isStopped() && WrittenBytes.now() - bytes < maxBytes) {
            LockSupport.parkNanos(Math.min(left, LOOK_NANOS));
            left = nanos - (System.nanoTime() - began);
        }
    }
}
