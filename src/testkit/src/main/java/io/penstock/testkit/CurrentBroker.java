package io.penstock.testkit;

import io.penstock.Broker;
import org.jspecify.annotations.Nullable;

/** The broker of the test that the calling thread runs. Tests may run in parallel, each in a thread of its own. */
public final class CurrentBroker {

    private static final ThreadLocal<@Nullable Broker> CURRENT = new ThreadLocal<>();

    private CurrentBroker() {}

    /** Sets the broker of the test that begins, for extensions of JUnit; null when it has ended. */
    public static void set(@Nullable Broker broker) {
        if (broker == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(broker);
        }
    }

    static Broker get() {
        var broker = CURRENT.get();
        if (broker == null) {
            throw new IllegalStateException(
                    "This thread runs no test that has a broker: annotate the class with @PenstockTest or"
                            + " @QuarkusTest.");
        }
        return broker;
    }
}
