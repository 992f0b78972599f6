package io.penstock.kafka;

import io.penstock.Broker;
import io.penstock.conformance.BrokerFactory;

import java.nio.file.Path;
import java.time.InstantSource;

/** A service for the tests of front doors, which then run on Kafka: see {@code src/kafka/doors}. */
public final class KafkaBrokerFactory implements BrokerFactory {

    @Override
    public Broker open(Path directory, InstantSource clock) {
        return KafkaEngines.FACTORY.open(directory, clock);
    }
}
