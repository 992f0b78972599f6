package io.penstock.kafka.failover;

import io.penstock.kafka.cluster.KafkaCluster;
import io.penstock.kafka.cluster.KafkaNode;
import io.penstock.kafka.owner.OwnershipRules;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * One of three brokers of Kafka after the other, each time the one that leads the journal, is stopped, killed or held
 * while an owner is under load. How long nothing is acknowledged then is printed.
 */
@EnabledIfSystemProperty(named = "penstock.kafka.all", matches = "true")
class KafkaLossTest {

    private static final Duration LEASE = Duration.ofSeconds(5);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Kafka gives a broker up that hangs, but its clients and the other brokers wait for their requests to it. */
    private static final Duration HANGING = Duration.ofSeconds(300);

    private static final int MESSAGES = 500;

    private static final String HELD = "held";

    private final Quiet quiet = new Quiet();
    private final KafkaCluster kafka = KafkaCluster.start(3);
    private final Cell cell = new Cell(kafka.bootstrapServers(), "loss", LEASE, 3, OwnershipRules.ALL);
    private final Ledger ledger = new Ledger();
    private final GapWatch watch = new GapWatch(ledger);
    private final Contender owner = new Contender(cell, "a", watch);
    private final Thread thread = new Thread(owner, "instance-a");

    @AfterEach
    void close() {
        owner.end();
        kafka.close();
        quiet.close();
    }

    @Test
    void shouldLoseAndDoubleNothingWhenABrokerOfKafkaIsLost() throws Exception {
        thread.start();
        awaitAcknowledged("running");

        lose("stopped", KafkaNode::stop, node -> kafka.restart(node.id()));
        lose("killed", KafkaNode::kill, node -> kafka.restart(node.id()));
        lose(HELD, KafkaNode::pause, KafkaNode::resume);

        owner.end();
        thread.join();
        owner.requireSound();
        ledger.compare(cell);
        System.out.println("Brokers of Kafka lost: " + owner.owned() + " ownership(s), " + owner.steppedDown()
                + " stepped down; " + ledger);
        assertThat(ledger.violations()).isEmpty();
    }

    private void lose(String how, Consumer<KafkaNode> loss, Consumer<KafkaNode> back) throws Exception {
        var leader = kafka.node(journalLeader());
        watch.begin();
        loss.accept(leader);
        awaitAcknowledged(how);
        System.out.printf(
                Locale.ROOT,
                "The broker that leads the journal was %s: nothing was acknowledged for %d ms at most.%n",
                how,
                watch.longestGap().toMillis());
        watch.begin();
        back.accept(leader);
        kafka.awaitInSync();
        awaitAcknowledged("back");
        System.out.printf(
                Locale.ROOT,
                "It came back: nothing was acknowledged for %d ms at most.%n",
                watch.longestGap().toMillis());
    }

    /** Waits until as many are acknowledged from now on. */
    private void awaitAcknowledged(String how) {
        int before = watch.acknowledged();
        await("messages acknowledged while a broker was " + how)
                .atMost(how.equals(HELD) ? HANGING : LIMIT)
                .until(() -> watch.acknowledged() - before >= MESSAGES);
    }

    private int journalLeader() throws Exception {
        var topic = cell.name() + ".main.journal";
        try (var admin = kafka.admin()) {
            return admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get()
                    .get(topic)
                    .partitions()
                    .get(0)
                    .leader()
                    .id();
        }
    }
}
