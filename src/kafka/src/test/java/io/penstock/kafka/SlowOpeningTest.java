package io.penstock.kafka;

import io.penstock.Destination;
import io.penstock.journal.archive.PartitionPlan;
import io.penstock.journal.log.LogOwner;
import io.penstock.kafka.client.KafkaClients;
import io.penstock.kafka.cluster.TestKafka;
import io.penstock.kafka.instance.CellState;
import io.penstock.kafka.journal.JournalKind;
import io.penstock.kafka.journal.JournalReader;
import io.penstock.kafka.log.KafkaLogSettings;
import io.penstock.kafka.log.KeptText;
import io.penstock.kafka.log.LogOpening;
import io.penstock.kafka.owner.Moment;
import io.penstock.kafka.owner.OwnerDoor;
import io.penstock.kafka.owner.OwnershipRules;
import io.penstock.kafka.topic.TopicNames;
import io.penstock.kafka.topic.TopicPolicy;
import io.penstock.kafka.topic.Topics;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;

import static org.assertj.core.api.Assertions.assertThat;

/** An owner that reads for longer than its lease before it can serve. */
class SlowOpeningTest {

    private static final Duration LEASE = Duration.ofSeconds(1);

    /** Lines that say that the owner is there: those of two leases. */
    private static final int LINES = 10;

    private final String name = TestKafka.uniqueName();
    private final KafkaClients clients = new KafkaClients(Map.of("bootstrap.servers", TestKafka.bootstrapServers()));

    private EngineInstance instance() {
        return EngineInstance.open(KafkaEngines.options(name).lease(LEASE).build());
    }

    /** It is told of the journal, and goes no further before the gate is open. */
    private record HeldUp(CountDownLatch reached, CountDownLatch gate) implements LogOwner {

        @Override
        public void restore(ByteBuffer snapshot) {}

        @Override
        public CompletionStage<byte[]> snapshot() {
            return CompletableFuture.completedFuture(new byte[0]);
        }

        @Override
        public PartitionPlan plan(int partition) {
            return null;
        }

        @Override
        public long[] needed(int partition, long from, long to) {
            return new long[0];
        }

        @Override
        public void records(int partition, long baseOffset, int count) {}

        @Override
        public void entry(ByteBuffer entry) {
            reached.countDown();
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void endOfFrame(long sequence) {}
    }

    private void awaitLines(long epoch) {
        try (var journal = new JournalReader(clients.reader(), name + ".main.journal")) {
            journal.seek(journal.start());
            int[] lines = {0};
            Awaitility.await().atMost(KafkaEngines.PATIENCE).pollInSameThread().until(() -> {
                lines[0] += (int) journal.poll(Duration.ofMillis(100)).stream()
                        .filter(line -> line.kind() == JournalKind.ALIVE && line.epoch() == epoch)
                        .count();
                return lines[0] >= LINES;
            });
        }
    }

    @Test
    void shouldBeHeardOfWhileItReads() throws InterruptedException {
        try (var first = instance().awaitOwner()) {
            first.engine().declare(Destination.queue("q").build());
        }
        var names = new TopicNames(name + "-", name, "main");
        var settings = new KafkaLogSettings(
                name + ".main",
                "slow",
                LEASE,
                KafkaEngines.SMALL.journal(),
                1 << 20,
                100,
                OwnershipRules.ALL,
                Moment.Listener.NONE);
        var owner = new HeldUp(new CountDownLatch(1), new CountDownLatch(1));
        try (var admin = clients.admin();
                var opening = new LogOpening(
                        settings,
                        clients,
                        admin,
                        new Topics(admin, names, new TopicPolicy(1, 1, true, 2 << 20), KafkaEngines.PATIENCE),
                        InstantSource.system(),
                        0,
                        OwnerDoor.NONE)) {
            assertThat(opening.await(() -> false, () -> true)).isTrue();
            var opened = CompletableFuture.supplyAsync(() -> opening.open(owner, new KeptText(), cause -> {}));
            owner.reached.await();
            try (var other = instance()) {
                awaitLines(2);

                assertThat(other.state()).isEqualTo(CellState.STANDBY);
                owner.gate.countDown();
                try (var log = opened.join()) {
                    assertThat(log.epoch()).isEqualTo(2);
                    assertThat(other.state()).isEqualTo(CellState.STANDBY);
                }
                assertThat(other.awaitOwner().epoch()).isEqualTo(3);
            }
        }
    }
}
