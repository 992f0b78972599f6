package io.penstock.testkit.quarkus;

import io.penstock.spi.TestTime;
import io.penstock.testkit.Followers;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The time of an application's broker in {@code @QuarkusTest}: that of the machine, and whatever a test has added to
 * it. A test that waits for a retry in an hour moves the time by an hour:
 *
 * <pre>{@code
 * BrokerTime.advance(Duration.ofHours(1));
 * assertThat(queue("orders")).eventuallyIsEmpty();
 * }</pre>
 *
 * <p>Time never goes back: tests that run later go on from there. It is safe for any thread.
 */
public final class BrokerTime implements TestTime {

    private static final AtomicReference<Duration> ADDED = new AtomicReference<>(Duration.ZERO);
    private static final Followers FOLLOWERS = new Followers();

    /** Made by {@link java.util.ServiceLoader}. */
    public BrokerTime() {}

    /**
     * Lets time pass for the broker of the application under test. When this returns, the broker has dealt with what
     * has become due: messages that waited for their time are on the way to consumers.
     *
     * @throws IllegalArgumentException if the duration is not positive
     */
    public static void advance(Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("duration = " + duration + ": it must be positive.");
        }
        ADDED.accumulateAndGet(duration, Duration::plus);
        FOLLOWERS.catchUp();
    }

    @Override
    public Runnable follow(Runnable follower) {
        return FOLLOWERS.add(follower);
    }

    /** What time it is for the broker. */
    public static Instant now() {
        return InstantSource.system().instant().plus(ADDED.get());
    }

    @Override
    public Instant instant() {
        return now();
    }
}
