package io.penstock.broker;

import io.penstock.Binding;
import io.penstock.BrowseRequest;
import io.penstock.ConsumerOptions;
import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.Durability;
import io.penstock.ExchangeType;
import io.penstock.Message;
import io.penstock.ProducerOptions;
import io.penstock.Schedule;
import io.penstock.Subscription;
import io.penstock.TopicRule;
import io.penstock.broker.entry.EngineBounds;
import io.penstock.conformance.fault.UnforcedStorage;
import io.penstock.conformance.tool.LiveFiles;
import io.penstock.journal.log.LocalLog;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.storage.DirectoryStorage;
import io.penstock.journal.young.JournalOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
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

    /** Journal files, those that are written next, checkpoints. */
    private static final long MAX_DISK_BYTES = 200L << 20;

    /** Of producers, which are forgotten when they have been idle for days, so many are there at a time. */
    private static final int PRODUCERS_TOGETHER = 1_000;

    /** 65,536 ids of partitions: fewer than are asked for. */
    private static final LogOptions SMALL =
            LogOptions.of(new JournalOptions(4 << 20, 2 << 20, 4 << 20, 50)).withYoungFiles(1);

    /** So many of what leaves records: then all ids have been used, and as many records are young as will be. */
    private static final int IDS = SMALL.journal().maxPartitions();

    @TempDir
    Path directory;

    /** Of an id that had records: where its offsets go on. */
    private static final double MAX_BYTES_OF_ID = 64;

    private final MovableClock clock = new MovableClock();

    private EmbeddedBroker broker;

    /** The time of this machine, and what a test adds to it. */
    private static final class MovableClock implements InstantSource {

        private final AtomicLong addedMillis = new AtomicLong();

        @Override
        public Instant instant() {
            return Instant.now().plusMillis(addedMillis.get());
        }
    }

    @BeforeEach
    void open() {
        broker = EmbeddedBroker.open(
                new BrokerOptions(directory, Durability.OS, 64 << 10, SMALL),
                clock,
                owner -> LocalLog.open(new UnforcedStorage(DirectoryStorage.open(directory)), SMALL, clock, owner));
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

    private void churn(String what, IntConsumer makeAndRemove) throws IOException {
        churn(what, WARM_UP, makeAndRemove);
    }

    private void churn(String what, int warmUp, IntConsumer makeAndRemove) throws IOException {
        for (int i = 0; i < warmUp; i++) {
            makeAndRemove.accept(i);
        }
        long before = usedHeap();
        long began = System.nanoTime();
        for (int i = warmUp; i < warmUp + TIMES; i++) {
            makeAndRemove.accept(i);
        }
        double each = (usedHeap() - before) / (double) TIMES;
        long disk = diskBytes();
        System.out.printf(
                Locale.ROOT,
                "%s: %d times in %d s, %.1f bytes of heap left of each, %d MB on disk%n",
                what,
                TIMES,
                (System.nanoTime() - began) / 1_000_000_000,
                each,
                disk >> 20);
        assertThat(disk).as(what + ", bytes on disk").isLessThan(MAX_DISK_BYTES);
        // How many ids are used at a time depends on how fast the log forgets; there are never more than so many.
        double most = Math.max(MAX_BYTES_EACH, warmUp < IDS ? 0 : IDS * MAX_BYTES_OF_ID / (double) TIMES);
        assertThat(each).as(what + ", bytes of heap left of each").isLessThan(most);
    }

    private long diskBytes() throws IOException {
        return LiveFiles.below(directory).stream()
                .mapToLong(file -> file.toFile().length())
                .sum();
    }

    @Test
    void shouldForgetQueues() throws IOException {
        churn("queues", i -> {
            broker.declare(Destination.queue("q" + i).build());
            broker.operations().delete("q" + i, true, "churn");
        });
        broker.declare(Destination.queue("last").build());
        broker.send(Message.to("last").body("a").build());
    }

    @Test
    void shouldForgetQueuesThatHadMessages() throws IOException {
        churn("queues that had a message", IDS, i -> {
            broker.declare(Destination.queue("q" + i).build());
            broker.send(Message.to("q" + i).id("m" + i).body("a").build());
            broker.operations().delete("q" + i, true, "churn");
        });
        broker.declare(Destination.queue("last").build());
        broker.send(Message.to("last").body("a").build());
        assertThat(broker.statistics("last").partitions().get(0).endOffset())
                .as("its partition had others before")
                .isGreaterThan(1);
        assertThat(broker.browse(BrowseRequest.all("last", 10).build())).hasSize(1);
    }

    @Test
    void shouldForgetSchedules() throws IOException {
        broker.declare(Destination.queue("q").build());
        churn("schedules", i -> {
            broker.schedules()
                    .declare(Schedule.every(
                                    "s" + i,
                                    Duration.ofDays(1),
                                    Message.to("q").body("a").build())
                            .build());
            broker.schedules().cancel("s" + i);
        });
    }

    @Test
    void shouldForgetExchangesAndBindings() throws IOException {
        broker.declare(Destination.queue("q").build());
        churn("exchanges with a binding", i -> {
            broker.declare(Destination.exchange("x" + i, ExchangeType.PATTERN).build());
            var binding = Binding.of("x" + i, "a" + i + ".#", "q").build();
            broker.routing().bind(binding);
            if (i % 2 == 0) {
                broker.routing().unbind(binding);
            }
            broker.operations().delete("x" + i, true, "churn");
        });
    }

    @Test
    void shouldForgetBindings() throws IOException {
        broker.declare(Destination.queue("q").build());
        broker.declare(Destination.exchange("x", ExchangeType.PATTERN).build());
        churn("bindings", i -> {
            var binding = Binding.of("x", "a" + i + ".#", "q").build();
            broker.routing().bind(binding);
            broker.routing().unbind(binding);
        });
    }

    @Test
    void shouldForgetRules() throws IOException {
        broker.declare(Destination.topic("orders.eu").build());
        churn("rules with a subscription", i -> {
            broker.routing().declare(TopicRule.of("r" + i, "orders.*").build());
            broker.routing().removeRule("r" + i);
        });
    }

    @Test
    void shouldForgetProducers() throws IOException {
        broker.declare(Destination.topic("t").build());
        churn("producers", IDS, i -> {
            broker.producer(ProducerOptions.of("p" + i).build())
                    .send(Message.to("t").body("a").build());
            if (i % PRODUCERS_TOGETHER == PRODUCERS_TOGETHER - 1) {
                clock.addedMillis.addAndGet(
                        EngineBounds.PRODUCER_IDLE.plusHours(2).toMillis());
            }
        });
    }

    @Test
    void shouldForgetPreparedTransactions() throws IOException {
        broker.declare(Destination.topic("t").build());
        churn("prepared transactions", IDS, i -> {
            byte[] id = ("x" + i).getBytes(StandardCharsets.UTF_8);
            var transaction = broker.begin();
            transaction.send(Message.to("t").body("a").build());
            transaction.prepare(id);
            if (i % 2 == 0) {
                broker.commitPrepared(id);
            } else {
                broker.rollbackPrepared(id);
            }
            broker.forgetPrepared(id);
        });
    }

    @Test
    void shouldForgetSubscriptions() throws IOException {
        broker.declare(Destination.topic("t").build());
        churn("durable subscriptions", i -> {
            broker.declare(Subscription.ofTopic("t", "s" + i).build());
            broker.unsubscribe("t", "s" + i);
        });
    }

    @Test
    void shouldForgetConsumersOfTopics() throws IOException {
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
    void shouldForgetConsumersThatHeldAMessage() throws IOException {
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
    void shouldForgetTemporaryDestinations() throws IOException {
        churn("temporary queues", i -> broker.temporary(DestinationKind.QUEUE).close());
    }
}
