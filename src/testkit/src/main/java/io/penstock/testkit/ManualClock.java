package io.penstock.testkit;

import io.penstock.spi.TestTime;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test moves it. It is safe for any thread. */
public final class ManualClock implements TestTime {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicReference<Instant> now;
    private final Followers followers = new Followers();

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
     * Moves the clock; a negative duration turns it back, as an operator or a time server may do. When this returns,
     * the brokers that go by it have dealt with what has become due: messages that waited for their time are on the way
     * to consumers.
     *
     * @throws java.time.DateTimeException if the calendar ends before
     * @throws IllegalStateException if a handler calls this that a broker waits for
     */
    public void advance(Duration duration) {
        now.updateAndGet(instant -> instant.plus(duration));
        followers.catchUp();
    }

    @Override
    public Runnable follow(Runnable follower) {
        return followers.add(follower);
    }
}
