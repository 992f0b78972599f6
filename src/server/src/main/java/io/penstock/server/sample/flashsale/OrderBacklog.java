package io.penstock.server.sample.flashsale;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Records how many messages waited over time. It keeps a bounded number of values: when they are too many, every other
 * one is dropped, and from then on only every other one is taken. It is safe for any thread.
 */
final class OrderBacklog {

    /** Several for each column of the chart. */
    static final int MAX_SAMPLES = 512;

    static final int COLUMNS = 60;
    static final int ROWS = 8;

    private final List<Sample> samples = new ArrayList<>();
    private int every = 1;
    private int skipped;
    private long max;

    /** The number of messages that waited at one time. */
    record Sample(double seconds, long waiting) {}

    synchronized void add(double seconds, long waiting) {
        max = Math.max(max, waiting);
        if (++skipped < every) {
            return;
        }
        skipped = 0;
        samples.add(new Sample(seconds, waiting));
        if (samples.size() == MAX_SAMPLES) {
            for (int i = MAX_SAMPLES - 1; i > 0; i -= 2) {
                samples.remove(i);
            }
            every *= 2;
        }
    }

    synchronized long max() {
        return max;
    }

    /** The samples for the chart: as many as it has columns, or fewer. */
    synchronized List<Sample> curve() {
        if (samples.size() <= COLUMNS) {
            return List.copyOf(samples);
        }
        var curve = new ArrayList<Sample>(COLUMNS);
        for (int column = 0; column < COLUMNS; column++) {
            curve.add(samples.get((int) Math.round(column * (samples.size() - 1.0) / (COLUMNS - 1))));
        }
        return curve;
    }

    /** The curve as text, the highest row first. */
    static List<String> chart(List<Sample> curve) {
        long top = curve.stream().mapToLong(Sample::waiting).max().orElse(0);
        if (top == 0) {
            return List.of("nobody ever waited");
        }
        var lines = new ArrayList<String>();
        for (int row = ROWS; row >= 1; row--) {
            var line = new StringBuilder(String.format(Locale.ROOT, "%,9d |", top * row / ROWS));
            for (Sample sample : curve) {
                boolean reaches = sample.waiting() * ROWS > top * (row - 1);
                line.append(reaches ? '#' : ' ');
            }
            lines.add(line.toString().stripTrailing());
        }
        lines.add(" ".repeat(9) + " +" + "-".repeat(curve.size()));
        lines.add(String.format(
                Locale.ROOT,
                "%s  %.1f s to %.1f s after the first order",
                " ".repeat(9),
                curve.get(0).seconds(),
                curve.get(curve.size() - 1).seconds()));
        return lines;
    }
}
