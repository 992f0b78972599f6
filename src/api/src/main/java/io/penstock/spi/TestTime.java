package io.penstock.spi;

import java.time.InstantSource;

/**
 * The test time is the clock that a broker goes by in tests of an application. A test kit provides it through
 * {@link java.util.ServiceLoader}; an application in production ignores it.
 */
public interface TestTime extends InstantSource {}
