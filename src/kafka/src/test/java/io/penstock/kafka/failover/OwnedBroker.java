package io.penstock.kafka.failover;

import io.penstock.Broker;
import io.penstock.Durability;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.young.JournalOptions;
import io.penstock.kafka.client.KafkaClients;
import io.penstock.kafka.log.KafkaLog;
import io.penstock.kafka.log.KafkaLogSettings;
import io.penstock.kafka.log.KeptText;
import io.penstock.kafka.log.LogOpening;
import io.penstock.kafka.owner.Moment;
import io.penstock.kafka.owner.OwnerDoor;
import io.penstock.kafka.topic.TopicNames;
import io.penstock.kafka.topic.TopicPolicy;
import io.penstock.kafka.topic.Topics;
import org.apache.kafka.clients.admin.Admin;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/** The engine over a cell, from the moment on at which this instance owns it. */
final class OwnedBroker implements AutoCloseable {

    private static final LogOptions SMALL = LogOptions.of(new JournalOptions(16 << 20, 8 << 20, 64 << 20, 50));
    private static final int MAX_MESSAGE_BYTES = 2 << 20;

    /** So few that each run begins with some of them and goes on from there. */
    private static final int SNAPSHOT_FRAMES = 500;

    private final Admin admin;
    private final Broker broker;
    private final KafkaLog log;

    private OwnedBroker(Admin admin, Broker broker, KafkaLog log) {
        this.admin = admin;
        this.broker = broker;
        this.log = log;
    }

    /**
     * Waits until the instance owns the cell.
     *
     * @param moments is told when it may be stalled
     * @return nothing if it gave up before
     */
    static Optional<OwnedBroker> await(Cell cell, String instance, Moment.Listener moments, BooleanSupplier givesUp) {
        var clients = new KafkaClients(Map.of("bootstrap.servers", cell.bootstrapServers()));
        var admin = clients.admin();
        try {
            return await(cell, instance, moments, givesUp, clients, admin);
        } catch (RuntimeException e) {
            admin.close(Duration.ZERO);
            throw e;
        }
    }

    private static Optional<OwnedBroker> await(
            Cell cell,
            String instance,
            Moment.Listener moments,
            BooleanSupplier givesUp,
            KafkaClients clients,
            Admin admin) {
        var names = new TopicNames(cell.name() + "-", cell.name(), "main");
        var policy = new TopicPolicy(cell.replicas(), Math.max(1, cell.replicas() - 1), true, MAX_MESSAGE_BYTES);
        var topics = new Topics(admin, names, policy, Duration.ofSeconds(30));
        topics.openCell().toCompletableFuture().join();
        var settings = new KafkaLogSettings(
                cell.name() + ".main",
                instance,
                cell.lease(),
                SMALL.journal(),
                64 << 20,
                SNAPSHOT_FRAMES,
                cell.rules(),
                moments);
        var log = new AtomicReference<KafkaLog>();
        var kept = new KeptText();
        try (var opening =
                new LogOpening(settings, clients, admin, topics, InstantSource.system(), 0, OwnerDoor.NONE)) {
            if (!opening.await(givesUp, () -> true)) {
                admin.close(Duration.ZERO);
                return Optional.empty();
            }
            var broker = EmbeddedBroker.open(
                    BrokerOptions.elsewhere().withDurability(Durability.OS).withLog(SMALL),
                    InstantSource.system(),
                    owner -> {
                        log.set(opening.open(owner, kept, cause -> {}));
                        return log.get();
                    },
                    kept);
            return Optional.of(new OwnedBroker(admin, broker, log.get()));
        }
    }

    Broker broker() {
        return broker;
    }

    long epoch() {
        return log.epoch();
    }

    boolean isRunning() {
        return broker.health().isRunning();
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
