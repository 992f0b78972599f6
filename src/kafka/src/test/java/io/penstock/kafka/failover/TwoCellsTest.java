package io.penstock.kafka.failover;

import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.broker.BrokerOptions;
import io.penstock.kafka.KafkaBroker;
import io.penstock.kafka.KafkaRole;
import io.penstock.kafka.cluster.TestKafka;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Two cells that two processes own, and a client of both. */
class TwoCellsTest {

    /** Longer than the test holds a process, so that nobody takes a cell over; two cells are spread after two of them. */
    private static final Duration LEASE = Duration.ofSeconds(10);

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final List<String> QUEUES = List.of("first", "second");
    private static final int SENT_MEANWHILE = 200;

    private static final int MEASURED = Integer.getInteger("penstock.kafka.sends", 400_000);
    private static final int ROUNDS = 5;
    private static final int IN_FLIGHT = 500;

    private final List<AutoProcess> owners = new ArrayList<>();

    @AfterEach
    void end() {
        owners.forEach(AutoProcess::close);
    }

    private void startOwners(String name, int processes, int cells) {
        var started = IntStream.range(0, processes)
                .mapToObj(i -> AutoProcess.begin(TestKafka.bootstrapServers(), name, LEASE, cells, cells / processes))
                .toList();
        owners.addAll(started);
        started.forEach(AutoProcess::awaitServing);
    }

    private static KafkaBroker client(String name, int cells) {
        var options = AutoMain.options(TestKafka.bootstrapServers(), name, LEASE)
                .role(KafkaRole.CLIENT)
                .cells(cells)
                .placement("first", "main")
                .placement("second", cells == 1 ? "main" : "main-2")
                .failoverWait(LIMIT)
                .build();
        var broker = KafkaBroker.open(options, BrokerOptions.elsewhere());
        QUEUES.forEach(queue -> broker.declare(Destination.queue(queue).build()));
        return broker;
    }

    private static Message message(String queue) {
        return Message.to(queue).body(new byte[100]).build();
    }

    @Test
    @EnabledIfSystemProperty(named = "penstock.kafka.all", matches = "true")
    void shouldNotFeelInOneCellThatTheOwnerOfTheOtherOneStandsStill() {
        var name = TestKafka.uniqueName();
        startOwners(name, 2, 2);
        try (var client = client(name, 2)) {
            QUEUES.forEach(queue -> client.send(message(queue)));
            owners.get(0).hold();
            try {
                var waiting = QUEUES.stream()
                        .map(queue -> client.sendAsync(message(queue)).toCompletableFuture())
                        .toList();
                CompletableFuture.anyOf(waiting.toArray(CompletableFuture[]::new))
                        .join();
                int moving = waiting.get(0).isDone() ? 0 : 1;
                for (int i = 0; i < SENT_MEANWHILE; i++) {
                    client.send(message(QUEUES.get(moving)));
                }
                assertThat(waiting.get(1 - moving)).isNotDone();
            } finally {
                owners.get(0).goOn();
            }
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(QUEUES.stream()
                                    .mapToLong(queue -> client.statistics(queue).depth())
                                    .sum())
                            .isEqualTo(4 + SENT_MEANWHILE));
        }
    }

    /** Prints what a message costs the owners of two cells, and the owner of one. It asserts only that all was done. */
    @Test
    @EnabledIfSystemProperty(named = "penstock.kafka.figures", matches = "true")
    void figures() throws InterruptedException {
        var one = TestKafka.uniqueName();
        var two = TestKafka.uniqueName();
        startOwners(one, 1, 1);
        startOwners(two, 2, 2);
        var ratios = new ArrayList<Double>();
        try (var ofOne = client(one, 1);
                var ofTwo = client(two, 2)) {
            for (int round = 0; round < ROUNDS; round++) {
                double alone = micros(ofOne, owners.subList(0, 1));
                double apart = micros(ofTwo, owners.subList(1, 3));
                ratios.add(apart / alone);
                System.out.printf(
                        Locale.ROOT, "MEASURED one cell %.1f us, two cells %.1f us a message%n", alone, apart);
            }
        }
        ratios.sort(null);
        System.out.printf(Locale.ROOT, "MEASURED median of the ratios %.2f%n", ratios.get(ROUNDS / 2));
    }

    /** The processor time that a message costs the owners, in microseconds. */
    private static double micros(KafkaBroker client, List<AutoProcess> owners) throws InterruptedException {
        var room = new Semaphore(IN_FLIGHT);
        var failures = new AtomicInteger();
        long before = nanos(owners);
        for (int i = 0; i < MEASURED; i++) {
            room.acquire();
            client.sendAsync(message(QUEUES.get(i % 2))).whenComplete((sent, failure) -> {
                if (failure != null) {
                    failures.incrementAndGet();
                }
                room.release();
            });
        }
        room.acquire(IN_FLIGHT);
        assertThat(failures).hasValue(0);
        return (nanos(owners) - before) / 1e3 / MEASURED;
    }

    private static long nanos(List<AutoProcess> owners) {
        return owners.stream().mapToLong(each -> each.cpu().toNanos()).sum();
    }
}
