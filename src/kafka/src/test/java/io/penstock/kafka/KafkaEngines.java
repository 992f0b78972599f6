package io.penstock.kafka;

import io.penstock.Durability;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.conformance.BrokerFactory;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.young.JournalOptions;
import io.penstock.kafka.client.KafkaClients;
import io.penstock.kafka.cluster.TestKafka;
import io.penstock.kafka.log.KafkaLogSettings;
import io.penstock.kafka.log.LogOpening;
import io.penstock.kafka.owner.Moment;
import io.penstock.kafka.owner.OwnershipRules;
import io.penstock.kafka.topic.TopicNames;
import io.penstock.kafka.topic.TopicPolicy;
import io.penstock.kafka.topic.Topics;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

final class KafkaEngines {

    static final LogOptions SMALL = LogOptions.of(new JournalOptions(16 << 20, 8 << 20, 64 << 20, 50));
    private static final Map<Path, String> NAMES = new ConcurrentHashMap<>();

    static final BrokerFactory FACTORY = (where, time) -> {
        var name = NAMES.computeIfAbsent(where, path -> TestKafka.uniqueName());
        var options = KafkaOptions.at(TestKafka.bootstrapServers())
                .installation(name)
                .topicPrefix(name + ".")
                .replicationFactor(1)
                .minInSyncReplicas(1)
                .build();
        var clients = new KafkaClients(options.client);
        var admin = clients.admin();
        var names = new TopicNames(options.topicPrefix, options.installation, options.cell);
        var topics =
                new Topics(admin, names, new TopicPolicy(1, 1, true, (1 << 20) + (256 << 10)), Duration.ofSeconds(60));
        var settings = new KafkaLogSettings(
                name + ".main",
                "test",
                Duration.ofSeconds(5),
                SMALL.journal(),
                64 << 20,
                100_000,
                OwnershipRules.ALL,
                Moment.Listener.NONE);
        topics.openCell().toCompletableFuture().join();
        try (var opening = new LogOpening(settings, clients, admin, topics, time, 0)) {
            opening.await(() -> false);
            return EmbeddedBroker.open(
                    BrokerOptions.elsewhere().withDurability(Durability.OS).withLog(SMALL),
                    time,
                    owner -> opening.open(owner, cause -> {}));
        }
    };

    private KafkaEngines() {}
}
