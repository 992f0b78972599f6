package io.penstock.conformance;

import io.penstock.Broker;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ServiceLoader;

/**
 * The broker of tests that are about something else, such as Jakarta Messaging, and may run on any of them: that of the
 * {@link BrokerFactory} which is on the class path as a service, and otherwise one that the tests choose.
 */
public final class BrokerUnderTest {

    private BrokerUnderTest() {}

    /**
     * Opens it on a directory of its own.
     *
     * @param otherwise opens it if there is no such service
     */
    public static Broker open(Path directory, InstantSource clock, BrokerFactory otherwise) {
        return ServiceLoader.load(BrokerFactory.class)
                .findFirst()
                .orElse(otherwise)
                .open(directory, clock);
    }
}
