package io.penstock.server.http.overview;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Keeps the latest values of one measurement, one for each step of time. Values have seven digits. As long as they are
 * all the same it needs no memory for them, as is so for most of what is measured. Not thread-safe.
 */
final class Ring {

    private static final long NONE = Long.MIN_VALUE;

    private final int points;
    private final long stepSeconds;
    private final boolean ofMeans;

    /** The values by step, in turn; null while all are {@link #constant}. */
    private float[] values;

    private float constant;
    private long first = NONE;
    private long last = NONE;
    private double sum;
    private int count;

    private Ring(int points, long stepSeconds, boolean ofMeans) {
        this.points = points;
        this.stepSeconds = stepSeconds;
        this.ofMeans = ofMeans;
    }

    /** A ring whose values are the means of what was measured within a step. */
    static Ring ofMeans(int points, long stepSeconds) {
        return new Ring(points, stepSeconds, true);
    }

    /** A ring whose values are the last that were measured within a step. */
    static Ring ofLatest(int points, long stepSeconds) {
        return new Ring(points, stepSeconds, false);
    }

    /** Adds what was measured. What is known ends where the clock has been set back to an earlier step. */
    void add(long second, double value) {
        long step = Math.floorDiv(second, stepSeconds);
        if (first == NONE || step < last) {
            values = null;
            first = step;
        }
        if (step != last) {
            sum = 0;
            count = 0;
        }
        sum += value;
        count++;
        put(step, (float) (ofMeans ? sum / count : value));
        last = step;
    }

    private void put(long step, float value) {
        if (values == null) {
            if (step == first) {
                constant = value;
                return;
            }
            if (value == constant && step <= last + 1) {
                return;
            }
            expand();
        }
        for (long gap = Math.max(last + 1, step - points + 1); gap < step; gap++) {
            values[index(gap)] = Float.NaN;
        }
        values[index(step)] = value;
    }

    private void expand() {
        values = new float[points];
        Arrays.fill(values, Float.NaN);
        for (long step = Math.max(first, last - points + 1); step <= last; step++) {
            values[index(step)] = constant;
        }
    }

    private int index(long step) {
        return (int) Math.floorMod(step, (long) points);
    }

    /** The bytes that it needs for its values. */
    int bytes() {
        return values == null ? 0 : Float.BYTES * points;
    }

    /** The values of so many steps, of which the last one is that of a time; null where nothing is known. */
    List<Double> until(long second, int steps) {
        long end = Math.floorDiv(second, stepSeconds);
        var found = new ArrayList<Double>(steps);
        for (long step = end - steps + 1; step <= end; step++) {
            found.add(at(step));
        }
        return found;
    }

    private Double at(long step) {
        if (first == NONE || step < first || step > last || step <= last - points) {
            return null;
        }
        float value = values == null ? constant : values[index(step)];
        return Float.isNaN(value) ? null : Rate.rounded(value);
    }
}
