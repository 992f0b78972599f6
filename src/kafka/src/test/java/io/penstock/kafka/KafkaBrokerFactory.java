package io.penstock.kafka;

import io.penstock.Broker;
import io.penstock.conformance.BrokerFactory;

import java.nio.file.Path;
import java.time.InstantSource;

/**
 * A service for the tests of front doors, which then run on Kafka: see {@code src/kafka/doors}. They use the engine of the
 * owner, or with {@code -Dpenstock.kafka.client=true} an instance that reaches the owner by its link.
 */
public final class KafkaBrokerFactory implements BrokerFactory {

    @Override
    public Broker open(Path directory, InstantSource clock) {
        var factory =
                Boolean.getBoolean("penstock.kafka.client") ? KafkaEngines.THROUGH_A_CLIENT : KafkaEngines.FACTORY;
        return factory.open(directory, clock);
    }
}
