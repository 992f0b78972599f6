package io.penstock.kafka.failover;

import io.penstock.kafka.cluster.CutLink;
import io.penstock.kafka.cluster.KafkaCluster;
import io.penstock.kafka.owner.OwnershipRules;
import org.apache.kafka.common.TopicPartitionInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The network between three brokers of Kafka is parted while an owner, which reaches all of them, is under load. How long
 * nothing is acknowledged is printed.
 */
@EnabledIfSystemProperty(named = "penstock.kafka.all", matches = "true")
class KafkaPartedTest {

    private static final int BROKERS = 3;
    private static final Duration LEASE = Duration.ofSeconds(5);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int MESSAGES = 300;

    /**
     * A client that reaches a broker in the minority waits for each request to it, and may be told by it that it still
     * leads: as with a broker that hangs, see {@link KafkaLossTest}.
     */
    private static final Duration HANGING = Duration.ofSeconds(300);

    /** Kafka takes 30 s otherwise until it does without a replica that does not follow. */
    private static final Map<String, String> SETTINGS = Map.of("replica.lag.time.max.ms", "5000");

    private final Quiet quiet = new Quiet();
    private final KafkaCluster kafka = KafkaCluster.startOnNetwork(BROKERS, SETTINGS);
    private final Cell cell = new Cell(kafka.bootstrapServers(), "parted", LEASE, BROKERS, OwnershipRules.ALL);
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
    void shouldLoseAndDoubleNothingWhenBrokersDoNotReachEachOther() throws Exception {
        thread.start();
        awaitAcknowledged(MESSAGES);

        partFromOne();
        leaveInMinority();
        refuseWithoutFollowers();

        owner.end();
        thread.join();
        owner.requireSound();
        ledger.compare(cell);
        System.out.println("Networks between brokers of Kafka parted: " + owner.owned() + " ownership(s), "
                + owner.steppedDown() + " stepped down; " + ledger);
        assertThat(ledger.violations()).isEmpty();
    }

    /**
     * One of the followers of the journal's leader does not reach it, and both are alive to the third broker. Kafka ends no
     * transaction meanwhile which the one coordinates and in which the other leads a partition.
     */
    private void partFromOne() throws Exception {
        int leader = journal().leader().id();
        int follower = others(leader)[0];
        watch.begin();
        kafka.network().between(leader, follower, CutLink.State.HELD);
        awaitInSync(2);
        print("the journal's leader and one of its followers did not reach each other, and " + watch.acknowledged()
                + " messages were acknowledged");
        heal("they");
    }

    /** The leader of the journal, which the owner reaches, is alone; the others are the majority and elect another. */
    private void leaveInMinority() throws Exception {
        int leader = journal().leader().id();
        watch.begin();
        for (int other : others(leader)) {
            kafka.network().between(leader, other, CutLink.State.HELD);
        }
        await("another leader")
                .atMost(HANGING)
                .ignoreExceptions()
                .until(() -> journal().leader().id() != leader);
        awaitAcknowledged(MESSAGES, HANGING);
        print("the journal's leader was alone, in the minority");
        heal("it");
    }

    /** Followers cannot ask the leader, but all know that it lives: it is the only one in sync, which is not enough. */
    private void refuseWithoutFollowers() throws Exception {
        int leader = journal().leader().id();
        for (int other : others(leader)) {
            kafka.network().oneWay(other, leader, CutLink.State.HALF_OPEN);
        }
        awaitInSync(1);
        watch.begin();
        await("nothing is acknowledged for so long")
                .atMost(LIMIT)
                .until(() -> watch.longestGap().compareTo(LEASE.multipliedBy(2)) > 0);
        assertThat(watch.acknowledged())
                .as("acknowledged by a leader without followers")
                .isZero();
        print("the journal's leader had no followers, and refused to write");
        heal("they");
    }

    private void heal(String who) {
        int before = watch.acknowledged();
        long began = System.nanoTime();
        IntStream.rangeClosed(1, BROKERS).forEach(each -> kafka.network().around(each, CutLink.State.OPEN));
        await("messages are acknowledged").atMost(LIMIT).until(() -> watch.acknowledged() > before);
        long first = System.nanoTime();
        kafka.awaitInSync();
        awaitAcknowledged(MESSAGES);
        System.out.printf(
                Locale.ROOT,
                "Inside Kafka: %s came back, and the next message was acknowledged after %d ms.%n",
                who,
                Duration.ofNanos(first - began).toMillis());
    }

    private void print(String what) {
        System.out.printf(
                Locale.ROOT,
                "Inside Kafka: %s; nothing was acknowledged for %d ms at most.%n",
                what,
                watch.longestGap().toMillis());
    }

    private void awaitAcknowledged(int messages) {
        awaitAcknowledged(messages, LIMIT);
    }

    private void awaitAcknowledged(int messages, Duration limit) {
        int before = watch.acknowledged();
        await("messages are acknowledged").atMost(limit).until(() -> watch.acknowledged() - before >= messages);
    }

    private void awaitInSync(int replicas) {
        await("the journal has " + replicas + " replicas in sync")
                .atMost(LIMIT)
                .ignoreExceptions()
                .until(() -> journal().isr().size() == replicas);
    }

    private TopicPartitionInfo journal() throws Exception {
        var topic = cell.name() + ".main.journal";
        try (var admin = kafka.admin()) {
            return admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get()
                    .get(topic)
                    .partitions()
                    .get(0);
        }
    }

    private static int[] others(int broker) {
        return IntStream.rangeClosed(1, BROKERS).filter(each -> each != broker).toArray();
    }
}
