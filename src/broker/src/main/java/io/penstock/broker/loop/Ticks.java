package io.penstock.broker.loop;

import java.time.Clock;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/** Counts nanoseconds that pass evenly, whatever is done to the clock. It is safe for any thread. */
public interface Ticks {

    /** The nanoseconds since some moment: only differences mean something. */
    long nanos();

    /**
     * The ticks that go with a clock: the process's own for the system's. Another clock is taken as it is, unless it
     * has ticks.
     */
    static Ticks of(InstantSource clock) {
        if (clock instanceof Ticks ticks) {
            return ticks;
        }
        boolean system = clock.equals(InstantSource.system()) || clock.equals(Clock.systemUTC());
        return system ? System::nanoTime : () -> TimeUnit.MILLISECONDS.toNanos(clock.millis());
    }
}
