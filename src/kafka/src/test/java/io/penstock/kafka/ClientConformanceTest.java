package io.penstock.kafka;

import io.penstock.conformance.BrokerFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;

/** An instance that never owns the cell does what every broker has to do: all of the suite, on demand. */
@EnabledIfSystemProperty(named = "penstock.kafka.all", matches = "true")
class ClientConformanceTest extends KafkaConformanceTest {

    @Override
    BrokerFactory kafka() {
        return KafkaEngines.THROUGH_A_CLIENT;
    }

    @Override
    boolean isClient() {
        return true;
    }

    /** The receipt has a way to go. */
    @Override
    void expectTold(CompletableFuture<?> sending) {
        assertThat(sending).succeedsWithin(KafkaEngines.PATIENCE);
    }
}
