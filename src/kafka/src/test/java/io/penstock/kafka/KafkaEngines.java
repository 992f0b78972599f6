package io.penstock.kafka;

import io.penstock.Durability;
import io.penstock.broker.BrokerOptions;
import io.penstock.conformance.BrokerFactory;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.young.JournalOptions;
import io.penstock.kafka.cluster.TestKafka;
import io.penstock.kafka.owner.Moment;
import io.penstock.spi.ForwardingBroker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

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
    static final BrokerFactory FACTORY =
            (where, time) -> EngineInstance.open(options(installation(where)).build(), time, Moment.Listener.NONE)
                    .awaitOwner()
                    .alone();

    /** The same through a client that never owns the cell, which reaches the owner by its link. */
    static final BrokerFactory THROUGH_A_CLIENT = (where, time) -> {
        var options = options(installation(where));
        var owner = KafkaBroker.open(options.build(), ENGINE, time);
        return new Client(KafkaBroker.open(options.role(KafkaRole.CLIENT).build(), ENGINE, time), owner);
    };

    /** A client that takes the owner with it. */
    private static final class Client extends ForwardingBroker {

        private final KafkaBroker owner;

        private Client(KafkaBroker client, KafkaBroker owner) {
            super(client);
            this.owner = owner;
        }

        @Override
        public void close() {
            super.close();
            owner.close();
        }
    }

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
        return options(TestKafka.bootstrapServers(), name);
    }

    static KafkaOptions.Builder options(String servers, String name) {
        return KafkaOptions.at(servers)
                .installation(name)
                .topicPrefix(name + "-")
                .replicationFactor(TestKafka.replicas())
                .minInSyncReplicas(Math.max(1, TestKafka.replicas() - 1));
    }
}
