package io.penstock.broker;

import io.penstock.Broker;

import java.nio.file.Path;
import java.time.InstantSource;

/** Opens the broker under test, so that another engine can be put through the same tests. */
@FunctionalInterface
interface BrokerFactory {

    Broker open(Path directory, InstantSource clock);
}
