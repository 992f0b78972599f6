package io.penstock.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what the threads of a broker bring about. */
final class Eventually {

    /** How long an assertion waits that says "eventually": much longer than a slow machine needs. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final long LOOK_NANOS = Duration.ofMillis(2).toNanos();

    private Eventually() {}

    /** Whether something has come true in time. */
    static boolean until(Duration patience, BooleanSupplier condition) {
        long began = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - began > patience.toNanos()) {
                return false;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return true;
    }
}
