package io.penstock.spi;

import java.time.InstantSource;

/**
 * The test time is the clock that a broker goes by in tests of an application. A test kit provides it through
 * {@link java.util.ServiceLoader}; an application in production ignores it.
 */
public interface TestTime extends InstantSource {

    /**
     * Registers a broker that goes by this clock. Whoever lets time pass calls it afterwards, in the same thread; when
     * it returns, the broker has dealt with what has become due, so that it need not look at the clock in between.
     *
     * @return what ends the registration
     */
    Runnable follow(Runnable follower);
}
