package io.penstock.server.http.deadletter;

import io.penstock.server.http.deadletter.GroupsView.Span;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Counts when letters died. Not thread-safe. */
final class LetterTimeline {

    /** The most steps that are shown, as wide as a plot on a telephone. */
    static final int MAX_STEPS = 60;

    /** The lengths of a step that people read easily. */
    private static final List<Duration> STEPS = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofHours(1),
            Duration.ofHours(6),
            Duration.ofDays(1),
            Duration.ofDays(7),
            Duration.ofDays(30));

    private long[] seconds = new long[64];
    private int size;

    void add(Instant died) {
        if (size == seconds.length) {
            seconds = Arrays.copyOf(seconds, 2 * size);
        }
        seconds[size++] = died.getEpochSecond();
    }

    /** The shortest step with which all fit. */
    Duration step() {
        if (size == 0) {
            return STEPS.get(0);
        }
        long first = Arrays.stream(seconds, 0, size).min().getAsLong();
        long last = Arrays.stream(seconds, 0, size).max().getAsLong();
        return STEPS.stream()
                .filter(step -> index(last, step) - index(first, step) < MAX_STEPS)
                .findFirst()
                .orElseGet(() -> Duration.ofSeconds((last - first) / (MAX_STEPS - 1) + 1));
    }

    private static long index(long second, Duration step) {
        return Math.floorDiv(second, step.toSeconds());
    }

    /** All steps from the first letter to the last one, also those in which none died. */
    List<Span> spans() {
        if (size == 0) {
            return List.of();
        }
        var step = step();
        long first = index(Arrays.stream(seconds, 0, size).min().getAsLong(), step);
        long last = index(Arrays.stream(seconds, 0, size).max().getAsLong(), step);
        var counts = new long[(int) (last - first + 1)];
        for (int i = 0; i < size; i++) {
            counts[(int) (index(seconds[i], step) - first)]++;
        }
        var spans = new ArrayList<Span>();
        for (int i = 0; i < counts.length; i++) {
            spans.add(new Span(Instant.ofEpochSecond((first + i) * step.toSeconds()), counts[i]));
        }
        return spans;
    }
}
