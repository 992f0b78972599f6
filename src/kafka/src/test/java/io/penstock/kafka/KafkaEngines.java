package io.penstock.kafka;

import io.penstock.Durability;
import io.penstock.broker.BrokerOptions;
import io.penstock.conformance.BrokerFactory;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.young.JournalOptions;
import io.penstock.kafka.cluster.TestKafka;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import static org.assertj.core.api.Assertions.assertThat;

/** Opens brokers on the Kafka that the tests of this process share. */
final class KafkaEngines {

    /** Longer than any test on a machine that is busy with others. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    static final LogOptions SMALL = LogOptions.of(new JournalOptions(16 << 20, 8 << 20, 64 << 20, 50));

    static final BrokerOptions ENGINE =
            BrokerOptions.elsewhere().withDurability(Durability.OS).withLog(SMALL);

    private static final Map<Path, String> NAMES = new ConcurrentHashMap<>();

    /** Each directory stands for a cell; what is opened again goes on with what was there. */
    static final BrokerFactory FACTORY = (where, time) -> {
        var name = NAMES.computeIfAbsent(where, path -> TestKafka.uniqueName());
        return awaitOwner(KafkaBroker.open(options(name).build(), ENGINE, time));
    };

    private KafkaEngines() {}

    /** Options for an installation of that name, whose topics nobody else has. */
    static KafkaOptions.Builder options(String name) {
        return KafkaOptions.at(TestKafka.bootstrapServers())
                .installation(name)
                .topicPrefix(name + "-")
                .replicationFactor(1)
                .minInSyncReplicas(1);
    }

    static KafkaBroker awaitOwner(KafkaBroker broker) {
        try {
            assertThat(broker.awaitOwner(PATIENCE)).as("owns the cell").isTrue();
            return broker;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
