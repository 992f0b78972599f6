package io.penstock.kafka.log;

import io.penstock.Broker;
import io.penstock.Durability;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.young.JournalOptions;
import io.penstock.kafka.client.KafkaClients;
import io.penstock.kafka.cluster.TestKafka;
import io.penstock.kafka.owner.Moment;
import io.penstock.kafka.owner.OwnerDoor;
import io.penstock.kafka.owner.OwnershipRules;
import io.penstock.kafka.topic.TopicNames;
import io.penstock.kafka.topic.TopicPolicy;
import io.penstock.kafka.topic.Topics;
import org.apache.kafka.clients.admin.Admin;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** The engine over a log in the Kafka that the tests of this process share. */
final class CellEngine implements AutoCloseable {

    static final KafkaClients CLIENTS = new KafkaClients(Map.of("bootstrap.servers", TestKafka.bootstrapServers()));

    private static final LogOptions LOG = LogOptions.of(new JournalOptions(16 << 20, 8 << 20, 64 << 20, 4_096));
    private static final int MAX_MESSAGE_BYTES = 2 << 20;

    private final Admin admin;
    private final Broker broker;
    private final KafkaLog log;

    private CellEngine(Admin admin, Broker broker, KafkaLog log) {
        this.admin = admin;
        this.broker = broker;
        this.log = log;
    }

    /** What a test may choose. */
    record Choice(long cacheBytes, int snapshotFrames, Moment.Listener moments, OwnerDoor door) {

        static final Choice USUAL = new Choice(64 << 20, 100_000, Moment.Listener.NONE, OwnerDoor.NONE);

        Choice withCache(long bytes) {
            return new Choice(bytes, snapshotFrames, moments, door);
        }

        Choice withSnapshotFrames(int frames) {
            return new Choice(cacheBytes, frames, moments, door);
        }

        Choice withMoments(Moment.Listener listener) {
            return new Choice(cacheBytes, snapshotFrames, listener, door);
        }

        Choice withDoor(OwnerDoor opened) {
            return new Choice(cacheBytes, snapshotFrames, moments, opened);
        }
    }

    /** Opens the cell of an installation of that name. Its topics begin with the name, too. */
    static CellEngine open(String name, Choice choice) {
        var admin = CLIENTS.admin();
        var topics = new Topics(
                admin,
                new TopicNames(name + "-", name, "main"),
                new TopicPolicy(1, 1, true, MAX_MESSAGE_BYTES),
                Duration.ofSeconds(30));
        topics.openCell().toCompletableFuture().join();
        var settings = new KafkaLogSettings(
                name + ".main",
                "test",
                Duration.ofSeconds(5),
                LOG.journal(),
                choice.cacheBytes,
                choice.snapshotFrames,
                OwnershipRules.ALL,
                choice.moments);
        var log = new AtomicReference<KafkaLog>();
        var kept = new KeptText();
        try (var opening = new LogOpening(settings, CLIENTS, admin, topics, InstantSource.system(), 0, choice.door)) {
            opening.await(() -> false, () -> true);
            var broker = EmbeddedBroker.open(
                    BrokerOptions.elsewhere().withDurability(Durability.OS).withLog(LOG),
                    InstantSource.system(),
                    owner -> {
                        log.set(opening.open(owner, kept, cause -> {}));
                        return log.get();
                    },
                    kept);
            return new CellEngine(admin, broker, log.get());
        }
    }

    Broker broker() {
        return broker;
    }

    KafkaLog log() {
        return log;
    }

    /** From here on, nothing becomes of what is asked of topics. */
    void loseAdmin() {
        admin.close(Duration.ZERO);
    }

    @Override
    public void close() {
        try {
            broker.close();
        } finally {
            admin.close(Duration.ZERO);
        }
    }
}
