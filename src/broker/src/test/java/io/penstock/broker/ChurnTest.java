package io.penstock.broker;

import io.penstock.ConsumerOptions;
import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.Subscription;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.young.JournalOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What can be made and removed leaves nothing behind, however often: more often than there are ids. With {@code
 * -Dpenstock.churn=1000000} it goes on for longer, and prints what is left.
 */
class ChurnTest {

    private static final int TIMES = Integer.getInteger("penstock.churn", 70_000);

    /** Warm caches, and what is bounded by a count, are there after so many. */
    private static final int WARM_UP = 5_000;

    /** Of each that was made and removed: less than the smallest object. What grows with their number is more. */
    private static final double MAX_BYTES_EACH = 12;

    /** 65,536 ids of partitions: fewer than are asked for. */
    private static final LogOptions SMALL = LogOptions.of(new JournalOptions(4 << 20, 2 << 20, 4 << 20, 50));

    @TempDir
    Path directory;

    private EmbeddedBroker broker;

    @BeforeEach
    void open() {
        broker = EmbeddedBroker.open(new BrokerOptions(directory, Durability.OS, 64 << 10, SMALL));
    }

    @AfterEach
    void close() {
        broker.close();
    }

    private static long usedHeap() {
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            used = Math.min(
                    used,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return used;
    }

    private void churn(String what, IntConsumer makeAndRemove) {
        for (int i = 0; i < WARM_UP; i++) {
            makeAndRemove.accept(i);
        }
        long before = usedHeap();
        for (int i = WARM_UP; i < WARM_UP + TIMES; i++) {
            makeAndRemove.accept(i);
        }
        double each = (usedHeap() - before) / (double) TIMES;
        System.out.printf(Locale.ROOT, "%s: %d times, %.1f bytes of heap left of each%n", what, TIMES, each);
        assertThat(each).as(what + ", bytes of heap left of each").isLessThan(MAX_BYTES_EACH);
    }

    private long diskBytes() throws IOException {
        try (var files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    @Test
    void shouldForgetQueues() throws IOException {
        churn("queues", i -> {
            broker.declare(Destination.queue("q" + i).build());
            broker.operations().delete("q" + i, true, "churn");
        });
        broker.declare(Destination.queue("last").build());
        broker.send(Message.to("last").body("a").build());
        assertThat(diskBytes()).as("bytes on disk").isLessThan(200L << 20);
    }

    @Test
    void shouldForgetSubscriptions() {
        broker.declare(Destination.topic("t").build());
        churn("durable subscriptions", i -> {
            broker.declare(Subscription.ofTopic("t", "s" + i).build());
            broker.unsubscribe("t", "s" + i);
        });
    }

    @Test
    void shouldForgetConsumersOfTopics() {
        broker.declare(Destination.topic("t").build());
        churn("fleeting subscriptions with a consumer", i -> {
            broker.declare(Subscription.ofTopic("t", "s" + i).durable(false).build());
            var consumer =
                    broker.consume(ConsumerOptions.ofTopic("t", "s" + i, "c").build(), deliveries -> {});
            consumer.request(1);
            consumer.close();
        });
    }

    @Test
    void shouldForgetConsumersThatHeldAMessage() {
        broker.declare(Destination.queue("q").build());
        broker.send(Message.to("q").body("a").build());
        churn("consumers that held a message", i -> {
            var handed = new CountDownLatch(1);
            var consumer = broker.consume(ConsumerOptions.ofQueue("q", "c").build(), deliveries -> handed.countDown());
            consumer.request(1);
            try {
                handed.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            consumer.close();
        });
    }

    @Test
    void shouldForgetTemporaryDestinations() {
        churn("temporary queues", i -> broker.temporary(DestinationKind.QUEUE).close());
    }
}
