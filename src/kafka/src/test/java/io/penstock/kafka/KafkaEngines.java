package io.penstock.kafka;

import io.penstock.Durability;
import io.penstock.broker.BrokerOptions;
import io.penstock.conformance.BrokerFactory;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.young.JournalOptions;
import io.penstock.kafka.cluster.TestKafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

/** Opens brokers on the Kafka that the tests of this process share. */
final class KafkaEngines {

    /** Longer than any test on a machine that is busy with others. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    static final LogOptions SMALL = LogOptions.of(new JournalOptions(16 << 20, 8 << 20, 64 << 20, 50));

    static final BrokerOptions ENGINE =
            BrokerOptions.elsewhere().withDurability(Durability.OS).withLog(SMALL);

    /** The file in a directory that says which installation it stands for. */
    private static final String NAME_FILE = "installation";

    /** Each directory, and each copy of it, stands for a cell: what is opened again goes on with what was there. */
    static final BrokerFactory FACTORY = (where, time) ->
            awaitOwner(KafkaBroker.open(options(installation(where)).build(), ENGINE, time));

    private KafkaEngines() {}

    private static String installation(Path directory) {
        var file = directory.resolve(NAME_FILE);
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(directory);
                Files.writeString(file, TestKafka.uniqueName());
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Options for an installation of that name, whose topics nobody else has. */
    static KafkaOptions.Builder options(String name) {
        return KafkaOptions.at(TestKafka.bootstrapServers())
                .installation(name)
                .topicPrefix(name + "-")
                .replicationFactor(TestKafka.replicas())
                .minInSyncReplicas(Math.max(1, TestKafka.replicas() - 1));
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
