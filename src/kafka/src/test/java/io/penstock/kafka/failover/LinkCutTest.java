package io.penstock.kafka.failover;

import io.penstock.broker.BrokerOptions;
import io.penstock.kafka.KafkaBroker;
import io.penstock.kafka.KafkaOptions;
import io.penstock.kafka.KafkaRole;
import io.penstock.kafka.cluster.CutLink;
import io.penstock.kafka.cluster.TestKafka;
import io.penstock.kafka.owner.OwnershipRules;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The network between an instance under load and the owner that it works through is held, cut, and loses answers. How
 * long nothing is acknowledged is printed.
 */
@EnabledIfSystemProperty(named = "penstock.kafka.all", matches = "true")
class LinkCutTest {

    private static final Duration LEASE = Duration.ofSeconds(2);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration SEND_EVERY = Duration.ofMillis(2);
    private static final int MESSAGES = 300;

    /** Where others find the owner, which listens at 127.0.0.1. */
    private static final String ADVERTISED = "127.0.20.1";

    private final Cell cell =
            new Cell(TestKafka.bootstrapServers(), TestKafka.uniqueName(), LEASE, 1, OwnershipRules.ALL);
    private final Ledger ledger = new Ledger();
    private final GapWatch watch = new GapWatch(ledger);
    private final CutLink link = new CutLink(ADVERTISED, 0, 0);
    private final KafkaBroker owner = KafkaBroker.open(
            options().link("127.0.0.1", link.port()).advertisedHost(ADVERTISED).build(), BrokerOptions.elsewhere());
    private final KafkaBroker client =
            KafkaBroker.open(options().role(KafkaRole.CLIENT).build(), BrokerOptions.elsewhere());
    private volatile boolean over;

    private KafkaOptions.Builder options() {
        return KafkaOptions.at(cell.bootstrapServers())
                .installation(cell.name())
                .topicPrefix(cell.name() + "-")
                .lease(LEASE)
                .replicationFactor(1)
                .minInSyncReplicas(1);
    }

    @AfterEach
    void close() {
        over = true;
        link.set(CutLink.State.OPEN);
        client.close();
        owner.close();
        link.close();
    }

    @Test
    void shouldLoseAndDoubleNothingWhenTheLinkToTheOwnerIsCut() throws Exception {
        var load = new Load(client, 1, "client", watch).waitingForCommits();
        load.consume();
        var sender = new Thread(() -> send(load), "sender");
        sender.start();
        awaitAcknowledged(MESSAGES);

        outlast("held", CutLink.State.HELD);
        outlast("cut", CutLink.State.CUT);
        outlast("lost answers and was cut", CutLink.State.HALF_OPEN, CutLink.State.CUT);

        over = true;
        sender.join();
        load.drain(LIMIT);
        close();
        ledger.compare(cell);
        System.out.println("Links between an instance and the owner cut: " + ledger);
        assertThat(ledger.violations()).isEmpty();
    }

    private void send(Load load) {
        while (!over) {
            load.send();
            LockSupport.parkNanos(this, SEND_EVERY.toNanos());
        }
    }

    /** The link is in each of these states for more than a lease, and open again. */
    private void outlast(String how, CutLink.State... states) {
        for (var state : states) {
            watch.begin();
            link.set(state);
            await("nothing is acknowledged for so long")
                    .atMost(LIMIT)
                    .until(() -> watch.longestGap().compareTo(LEASE.multipliedBy(2)) > 0);
        }
        int before = watch.acknowledged();
        long began = System.nanoTime();
        link.set(CutLink.State.OPEN);
        await("messages are acknowledged again").atMost(LIMIT).until(() -> watch.acknowledged() > before);
        System.out.printf(
                Locale.ROOT,
                "The link to the owner %s: a message was acknowledged %d ms after it was back.%n",
                how,
                Duration.ofNanos(System.nanoTime() - began).toMillis());
        awaitAcknowledged(MESSAGES);
    }

    private void awaitAcknowledged(int messages) {
        int before = watch.acknowledged();
        await("messages are acknowledged").atMost(LIMIT).until(() -> watch.acknowledged() - before >= messages);
    }
}
