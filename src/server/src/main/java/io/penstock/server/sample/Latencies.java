package io.penstock.server.sample;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

import java.util.concurrent.TimeUnit;

/** Collects durations and calculates their percentiles, to three digits. It is safe for any thread. */
public final class Latencies {

    /** The longest duration: a longer one is counted as an hour. */
    private static final long MAX_MICROS = TimeUnit.HOURS.toMicros(1);

    private final Histogram micros = new ConcurrentHistogram(MAX_MICROS, 3);

    public void recordNanos(long nanos) {
        micros.recordValue(Math.max(0, Math.min(TimeUnit.NANOSECONDS.toMicros(nanos), MAX_MICROS)));
    }

    public void recordMillis(long millis) {
        recordNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    /** The duration below which that many per cent lie, in milliseconds; 0 if nothing was recorded. */
    public double percentileMillis(double percentile) {
        return micros.getTotalCount() == 0 ? 0 : micros.getValueAtPercentile(percentile) / 1_000.0;
    }

    /** The longest, in milliseconds; 0 if nothing was recorded. */
    public double maxMillis() {
        return micros.getMaxValue() / 1_000.0;
    }
}
