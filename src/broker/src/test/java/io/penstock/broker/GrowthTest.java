package io.penstock.broker;

import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.Ordering;
import io.penstock.Subscription;
import io.penstock.conformance.tool.ManualClock;
import io.penstock.conformance.tool.Patience;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** A destination that gets more partitions while many threads send to it. */
class GrowthTest {

    private static final int SENDERS = 4;
    private static final int EACH = 1_500;

    @TempDir
    Path directory;

    private EmbeddedBroker open() {
        return EmbeddedBroker.open(BrokerOptions.in(directory).withDurability(Durability.OS), new ManualClock());
    }

    @Test
    void shouldKeepTheOrderOfEachKeyWhileItGrowsUnderLoad() throws Exception {
        for (var ordering : List.of(Ordering.KEY, Ordering.PARTITION)) {
            String name = "orders-" + ordering;
            try (var broker = open()) {
                broker.declare(Destination.queue(name).partitions(2).build());
                broker.declare(Subscription.ofQueue(name).ordering(ordering).build());
                var senders = new ArrayList<CompletableFuture<Void>>();
                for (int s = 0; s < SENDERS; s++) {
                    int sender = s;
                    senders.add(CompletableFuture.runAsync(() -> send(broker, name, sender)));
                }
                for (int width = 3; width <= 9; width += 2) {
                    broker.alter(Destination.queue(name).partitions(width).build());
                }
                for (var sender : senders) {
                    sender.get(Patience.SECONDS, TimeUnit.SECONDS);
                }
                broker.alter(Destination.queue(name).partitions(10).build());
            }
            try (var broker = open()) {
                assertThat(broker.destination(name).orElseThrow().partitions()).isEqualTo(10);
                readInOrder(broker, name);
            }
        }
    }

    @Test
    void shouldKeepTheOrderOfEachKeyForWhoConsumesMeanwhile() throws Exception {
        for (var ordering : List.of(Ordering.KEY, Ordering.GROUP, Ordering.PARTITION)) {
            String name = "orders-" + ordering;
            try (var broker = open()) {
                broker.declare(
                        Destination.queue(name).partitions(2).priorities(2).build());
                broker.declare(Subscription.ofQueue(name).ordering(ordering).build());
                var reading = CompletableFuture.runAsync(() -> readInOrder(broker, name));
                var senders = IntStream.range(0, SENDERS)
                        .mapToObj(sender -> CompletableFuture.runAsync(() -> send(broker, name, sender)))
                        .toList();
                for (int width = 3; width <= 9; width += 2) {
                    broker.alter(broker.destination(name)
                            .orElseThrow()
                            .copy()
                            .partitions(width)
                            .build());
                }
                for (var sender : senders) {
                    sender.get(Patience.SECONDS, TimeUnit.SECONDS);
                }
                reading.get(Patience.SECONDS, TimeUnit.SECONDS);
            }
        }
    }

    private static void send(EmbeddedBroker broker, String name, int sender) {
        for (int i = 0; i < EACH; i++) {
            var message = Message.to(name)
                    .key("k" + sender + "-" + i % 5)
                    .body(Integer.toString(i))
                    .build();
            if (i % 3 == 0) {
                broker.sendAsync(message).toCompletableFuture().join();
            } else {
                broker.send(message);
            }
        }
    }

    private static void readInOrder(EmbeddedBroker broker, String name) {
        var handed = new LinkedBlockingQueue<Delivery>();
        var consumer = broker.consume(
                ConsumerOptions.ofQueue(name, "c").lease(Duration.ZERO).build(), handed::addAll);
        consumer.request(Long.MAX_VALUE);
        var last = new HashMap<String, Integer>();
        for (int i = 0; i < SENDERS * EACH; i++) {
            var delivery = next(handed);
            assertThat(delivery).as("message %d of %s", i, name).isNotNull();
            int number = Integer.parseInt(delivery.message().bodyText());
            var before = last.put(delivery.message().keyText(), number);
            assertThat(before == null ? number < 5 : number == before + 5)
                    .as("%s after %s of %s", number, before, delivery.message().keyText())
                    .isTrue();
            delivery.acceptAsync();
        }
    }

    private static Delivery next(BlockingQueue<Delivery> handed) {
        try {
            return handed.poll(Patience.SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while it waited for a delivery", e);
        }
    }
}
