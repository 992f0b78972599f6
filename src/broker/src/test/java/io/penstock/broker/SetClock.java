package io.penstock.broker;

import io.penstock.broker.loop.Ticks;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that time moves on, and that somebody sets as well. */
public final class SetClock implements InstantSource, Ticks {

    private final AtomicLong ticks = new AtomicLong();
    private final AtomicLong millis =
            new AtomicLong(Instant.parse("2026-01-01T12:00:00Z").toEpochMilli());

    /** Time passes. */
    public void pass(Duration duration) {
        ticks.addAndGet(duration.toNanos());
        millis.addAndGet(duration.toMillis());
    }

    /** No time passes. */
    public void set(Duration by) {
        millis.addAndGet(by.toMillis());
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis.get());
    }

    @Override
    public long nanos() {
        return ticks.get();
    }
}
