package io.penstock.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test moves it. It is safe for any thread. */
public final class ManualClock implements InstantSource {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicReference<Instant> now;

    /** Starts at an arbitrary, fixed instant with no fraction of a second. */
    public ManualClock() {
        this(START);
    }

    /** Starts at an instant of the test's choice. */
    public ManualClock(Instant start) {
        now = new AtomicReference<>(Objects.requireNonNull(start, "start"));
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    /**
     * Moves the clock; a negative duration turns it back, as an operator or a time server may do.
     *
     * @throws java.time.DateTimeException if the calendar ends before
     */
    public void advance(Duration duration) {
        now.updateAndGet(instant -> instant.plus(duration));
    }
}
