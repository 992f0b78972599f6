package io.penstock.testkit;

import io.penstock.Broker;
import org.jspecify.annotations.Nullable;

import java.time.InstantSource;

/** The broker of the test that the calling thread runs. Tests may run in parallel, each in a thread of its own. */
public final class CurrentBroker {

    private static final ThreadLocal<@Nullable Current> CURRENT = new ThreadLocal<>();

    private record Current(Broker broker, InstantSource time) {}

    private CurrentBroker() {}

    /**
     * Sets the broker of the test that begins, for extensions of JUnit.
     *
     * @param time that the broker goes by
     */
    public static void set(Broker broker, InstantSource time) {
        CURRENT.set(new Current(broker, time));
    }

    /** Forgets the broker of a test that has ended. */
    public static void clear() {
        CURRENT.remove();
    }

    static Broker get() {
        return current().broker;
    }

    static InstantSource time() {
        return current().time;
    }

    private static Current current() {
        var current = CURRENT.get();
        if (current == null) {
            throw new IllegalStateException(
                    "This thread runs no test that has a broker: annotate the class with @PenstockTest or"
                            + " @QuarkusTest.");
        }
        return current;
    }
}
