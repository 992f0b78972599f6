package io.penstock.server.http.overview;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Keeps what is plotted of the server or of one destination, at one resolution. Not thread-safe. */
final class Series {

    private final long stepSeconds;
    private final int points;
    private final Ring in;
    private final Ring out;
    private final Ring waiting;
    private final Ring deadLetters;

    Series(Resolution resolution) {
        stepSeconds = resolution.stepSeconds();
        points = resolution.points();
        in = Ring.ofMeans(points, stepSeconds);
        out = Ring.ofMeans(points, stepSeconds);
        waiting = Ring.ofLatest(points, stepSeconds);
        deadLetters = Ring.ofLatest(points, stepSeconds);
    }

    void add(long second, Measured measured) {
        in.add(second, measured.in());
        out.add(second, measured.out());
        waiting.add(second, measured.waiting());
        deadLetters.add(second, measured.deadLetters());
    }

    /** The bytes that it needs for its values. */
    int bytes() {
        return in.bytes() + out.bytes() + waiting.bytes() + deadLetters.bytes();
    }

    HistoryView view(Instant now, int steps) {
        long second = now.getEpochSecond();
        long from = (Math.floorDiv(second, stepSeconds) - steps + 1) * stepSeconds;
        return new HistoryView(
                Duration.ofSeconds(stepSeconds),
                Instant.ofEpochSecond(from),
                new HistoryView.SeriesView(
                        in.until(second, steps),
                        out.until(second, steps),
                        waiting.until(second, steps),
                        deadLetters.until(second, steps)));
    }

    /** The messages that came in, for a small plot. It ends with the last step that is over. */
    List<Double> spark(Instant now, int steps) {
        return in.until(now.getEpochSecond() - stepSeconds, steps);
    }
}
