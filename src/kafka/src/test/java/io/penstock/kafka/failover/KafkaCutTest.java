package io.penstock.kafka.failover;

import io.penstock.kafka.cluster.CutLink;
import io.penstock.kafka.cluster.KafkaCluster;
import io.penstock.kafka.owner.OwnershipRules;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The network between an owner under load and Kafka is held, made one-sided and cut, for longer than its lease: with
 * another instance, which takes over, and without one. How long nothing is acknowledged is printed.
 */
@EnabledIfSystemProperty(named = "penstock.kafka.all", matches = "true")
class KafkaCutTest {

    private static final Duration LEASE = Duration.ofSeconds(2);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int MESSAGES = 300;

    /** The first machine that is no broker. */
    private static final int FIRST = 11;

    private final KafkaCluster kafka = KafkaCluster.startOnNetwork(1, Map.of());
    private final Cell cell = cell(kafka.bootstrapServers());
    private final Ledger ledger = new Ledger();
    private final GapWatch watch = new GapWatch(ledger);
    private final Map<Integer, InstanceProcess> instances = new TreeMap<>();

    private static Cell cell(String servers) {
        return new Cell(servers, "cut", LEASE, 1, OwnershipRules.ALL);
    }

    @AfterEach
    void close() {
        instances.values().forEach(InstanceProcess::close);
        kafka.close();
    }

    @Test
    void shouldLoseAndDoubleNothingWhenAnotherInstanceTakesOver() throws Exception {
        start();
        start();
        awaitOwner(0, MESSAGES);

        takeOverFrom(CutLink.State.HELD);
        takeOverFrom(CutLink.State.CUT);
        takeOverFrom(CutLink.State.HALF_OPEN);

        compare();
    }

    @Test
    void shouldLoseAndDoubleNothingWhenNobodyElseIsThere() throws Exception {
        start();
        awaitOwner(0, MESSAGES);

        outlast(CutLink.State.HELD);
        outlast(CutLink.State.CUT);
        outlast(CutLink.State.HALF_OPEN);

        compare();
    }

    private void start() throws IOException {
        int machine = FIRST + instances.size();
        var name = "" + (char) ('a' + instances.size());
        instances.put(machine, InstanceProcess.start(cell(kafka.serversOnNetwork()), name, watch, kafka.join(machine)));
    }

    private void awaitOwner(long after, int messages) {
        await("an owner after number " + after)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> instances.values().stream().anyMatch(each -> each.hasServedSince(after, messages)));
    }

    private int owner() {
        return instances.keySet().stream()
                .max((one, other) -> Long.compare(
                        instances.get(one).epoch(), instances.get(other).epoch()))
                .orElseThrow();
    }

    /** The other one owns the cell while the network of the owner is in that state; afterwards both are there again. */
    private void takeOverFrom(CutLink.State state) {
        int owner = owner();
        long epoch = instances.get(owner).epoch();
        long began = System.nanoTime();
        kafka.network().around(owner, state);
        awaitOwner(epoch, 1);
        print(state, "the next owner had a message acknowledged", Duration.ofNanos(System.nanoTime() - began));
        awaitOwner(epoch, MESSAGES);
        kafka.network().around(owner, CutLink.State.OPEN);
        assertThat(owner()).as("the instance that owns the cell now").isNotEqualTo(owner);
    }

    /** The network is in that state for three leases. */
    private void outlast(CutLink.State state) {
        long epoch = instances.get(owner()).epoch();
        watch.begin();
        kafka.network().around(owner(), state);
        await("nothing is acknowledged for so long")
                .atMost(LIMIT)
                .until(() -> watch.longestGap().compareTo(LEASE.multipliedBy(3)) > 0);
        int before = watch.acknowledged();
        long began = System.nanoTime();
        kafka.network().around(owner(), CutLink.State.OPEN);
        await("messages are acknowledged again").atMost(LIMIT).until(() -> watch.acknowledged() > before);
        print(
                state,
                "the network is back, a message was acknowledged by "
                        + (instances.get(owner()).epoch() == epoch ? "the same ownership" : "a new ownership"),
                Duration.ofNanos(System.nanoTime() - began));
        await("load goes on").atMost(LIMIT).until(() -> watch.acknowledged() >= before + MESSAGES);
    }

    private static void print(CutLink.State state, String what, Duration after) {
        System.out.printf(
                Locale.ROOT,
                "Between owner and Kafka: %s. After %d ms %s, with a lease of %d ms.%n",
                state,
                after.toMillis(),
                what,
                LEASE.toMillis());
    }

    private void compare() {
        instances.values().forEach(InstanceProcess::close);
        ledger.compare(cell);
        System.out.println("Networks between an owner and Kafka cut: " + ledger);
        assertThat(ledger.violations()).isEmpty();
    }
}
