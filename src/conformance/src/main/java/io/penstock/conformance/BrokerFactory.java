package io.penstock.conformance;

import io.penstock.Broker;

import java.nio.file.Path;
import java.time.InstantSource;

/**
 * Opens the broker under test on a directory that is its own. A broker that is opened again on the same directory goes
 * on with what was there. Settlements need to survive the process, not the machine.
 */
@FunctionalInterface
public interface BrokerFactory {

    Broker open(Path directory, InstantSource clock);
}
