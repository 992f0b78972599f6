package io.penstock.kafka;

import io.penstock.PenstockException;
import io.penstock.broker.BrokerOptions;
import io.penstock.journal.JournalException;
import io.penstock.kafka.cells.CellGroup;
import io.penstock.kafka.cells.CellPreferences;
import io.penstock.kafka.cells.KafkaPlacements;
import io.penstock.kafka.cells.Placements;
import io.penstock.kafka.client.KafkaClients;
import io.penstock.kafka.instance.CellReach;
import io.penstock.kafka.instance.CellSetup;
import io.penstock.kafka.log.KafkaLogSettings;
import io.penstock.kafka.migrate.MigrationPlaces;
import io.penstock.kafka.owner.Moment;
import io.penstock.kafka.owner.OwnershipRules;
import io.penstock.kafka.topic.TopicNames;
import io.penstock.kafka.topic.TopicPolicy;
import io.penstock.kafka.topic.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** The way of an instance to its cells in Kafka, as its options say. It is safe for any thread. */
final class CellAccess implements AutoCloseable {

    /** By how much a record may be larger than its message: what a dead letter adds, and what a batch has beside it. */
    private static final int RECORD_RESERVE_BYTES = 256 << 10;

    /** How long topics are waited for. */
    private static final Duration TOPICS_WAIT = Duration.ofSeconds(60);

    private final KafkaOptions options;
    private final BrokerOptions engine;
    private final KafkaClients clients;
    private final Admin admin;

    /**
     * Makes the clients; they connect by themselves.
     *
     * @throws PenstockException.InvalidConfiguration if the clients do not take their properties
     */
    CellAccess(KafkaOptions options, BrokerOptions engine) {
        this.options = options;
        this.engine = engine;
        clients = new KafkaClients(options.client);
        try {
            admin = clients.admin();
        } catch (KafkaException e) {
            throw new PenstockException.InvalidConfiguration(
                    "No client of Kafka can be made from these options: " + PenstockException.causeOf(e));
        }
    }

    private TopicNames names(String cell) {
        return new TopicNames(options.topicPrefix, options.installation, cell);
    }

    /** How the owner of a cell is reached. */
    CellReach reach(String cell) {
        return new CellReach(
                names(cell),
                clients,
                options.lease,
                options.failoverWait,
                options.sharedKey(),
                options.tls,
                engine.codec().orElse(null));
    }

    /**
     * What an owner of a cell needs. Waits until the topics of the cell are there.
     *
     * @param rules that a test may leave out
     * @param moments at which a test may stall the owner
     * @throws PenstockException.InvalidConfiguration if the topics of the cell are not what they have to be
     * @throws PenstockException.Unavailable if Kafka does not answer
     */
    CellSetup setup(String cell, InstantSource clock, OwnershipRules rules, Moment.Listener moments) {
        var topics = topics(cell);
        awaitTopics(topics.openCell());
        var settings = new KafkaLogSettings(
                options.installation + "." + cell,
                options.instance,
                options.lease,
                engine.journal(),
                options.cacheBytesOfCell(),
                options.snapshotFrames,
                rules,
                moments);
        return new CellSetup(settings, engine.withCell(cell), clock, clients, admin, topics, options.door(cell));
    }

    private Topics topics(String cell) {
        return new Topics(admin, names(cell), policy(), TOPICS_WAIT);
    }

    /** Waits until the topics are there that all cells share. */
    void makeShared() {
        awaitTopics(topics(options.cell).openShared(options.cells));
    }

    /** The places of destinations, whose topic exists. */
    Placements placements() {
        var topic = names(options.cell).placements();
        return new KafkaPlacements(clients, admin, topic, topic, options.failoverWait.plus(TOPICS_WAIT));
    }

    /** The group of the instances that may own cells. */
    CellGroup group(CellPreferences preferences) {
        var topic = names(options.cell).cells();
        return new CellGroup(clients.member(topic), topic, preferences);
    }

    private TopicPolicy policy() {
        return new TopicPolicy(
                options.replicationFactor,
                options.minInSyncReplicas,
                options.createTopics,
                Math.addExact(engine.maxMessageBytes(), RECORD_RESERVE_BYTES));
    }

    /** Where a cell is that is copied, or copied to. Asks Kafka nothing. */
    MigrationPlaces places(String cell, InstantSource clock) {
        var settings = new KafkaLogSettings(
                options.installation + "." + cell,
                options.instance,
                options.lease,
                engine.journal(),
                options.cacheBytes,
                Integer.MAX_VALUE, // A snapshot would hide that the copy is not whole yet.
                OwnershipRules.ALL,
                Moment.Listener.NONE);
        return new MigrationPlaces(settings, clients, admin, topics(cell), policy(), clock, TOPICS_WAIT);
    }

    private static void awaitTopics(CompletionStage<Void> topics) {
        try {
            topics.toCompletableFuture().join();
        } catch (CompletionException e) {
            var cause = PenstockException.causeOf(e);
            throw cause instanceof JournalException refusal
                    ? new PenstockException.Unavailable(refusal.getMessage(), refusal)
                    : cause instanceof RuntimeException known ? known : e;
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
