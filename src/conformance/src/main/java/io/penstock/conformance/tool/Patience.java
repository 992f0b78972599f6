package io.penstock.conformance.tool;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

import java.time.Duration;

/**
 * Says how long a test waits for what is to happen. A test that passes never waits so long, on however busy a machine;
 * one that fails says so after this time.
 */
public final class Patience {

    /** The longest wait, in seconds. */
    public static final long SECONDS = 120;

    /** The longest wait. */
    public static final Duration LONG = Duration.ofSeconds(SECONDS);

    private Patience() {}

    /** Waits for a condition, for at most {@link #LONG}. */
    public static ConditionFactory await() {
        return Awaitility.await().atMost(LONG);
    }
}
