package io.penstock.kafka.log;

import io.penstock.Broker;
import io.penstock.ConsumerOptions;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.ProducerOptions;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.EntryCodec;
import io.penstock.kafka.cluster.TestKafka;
import io.penstock.kafka.journal.FrameItems;
import io.penstock.kafka.journal.JournalFormat;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** Measures what the log in Kafka costs, and prints it. It asserts only that all was done. */
@EnabledIfSystemProperty(named = "penstock.kafka.figures", matches = "true")
class KafkaFiguresTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final byte[] BODY = new byte[100];
    private static final int IN_FLIGHT = 10_000;
    private static final int BACKLOG = Integer.getInteger("penstock.kafka.backlog", 1_000_000);

    private static final int FRAMES = Integer.getInteger("penstock.kafka.frames", 1_000_000);

    private final String name = TestKafka.uniqueName();

    private static Message message(String queue) {
        return Message.to(queue).body(BODY).build();
    }

    private static void print(String format, Object... values) {
        System.out.println("MEASURED " + String.format(Locale.ROOT, format, values));
    }

    private static double seconds(long sinceNanos) {
        return (System.nanoTime() - sinceNanos) / 1e9;
    }

    /** Has something done again and again, so much at a time, and waits until all is done. */
    private static void pipelined(int count, IntFunction<CompletionStage<?>> work) throws InterruptedException {
        var room = new Semaphore(IN_FLIGHT);
        var failures = new AtomicInteger();
        for (int i = 0; i < count; i++) {
            room.acquire();
            work.apply(i).whenComplete((done, failure) -> {
                if (failure != null) {
                    failures.incrementAndGet();
                }
                room.release();
            });
        }
        room.acquire(IN_FLIGHT);
        assertThat(failures).hasValue(0);
    }

    @Test
    void sendsBesideAPlainProducer() throws Exception {
        int count = Integer.getInteger("penstock.kafka.sends", 500_000);
        try (var engine = CellEngine.open(name, CellEngine.Choice.USUAL);
                var producer = CellEngine.CLIENTS.producer();
                var admin = CellEngine.CLIENTS.admin()) {
            admin.createTopics(List.of(new NewTopic(name + ".plain", 1, (short) 1)))
                    .all()
                    .get();
            engine.broker().declare(Destination.queue("q").build());
            var ratios = new ArrayList<Double>();
            for (int round = 0; round < 5; round++) {
                long plain = System.nanoTime();
                pipelined(count, i -> {
                    var sent = new CompletableFuture<Void>();
                    producer.send(new ProducerRecord<>(name + ".plain", 0, null, BODY), (metadata, failure) -> {
                        if (failure == null) {
                            sent.complete(null);
                        } else {
                            sent.completeExceptionally(failure);
                        }
                    });
                    return sent;
                });
                double plainRate = count / seconds(plain);
                long ours = System.nanoTime();
                pipelined(count, i -> engine.broker().sendAsync(message("q")));
                double rate = count / seconds(ours);
                ratios.add(rate / plainRate);
                print("sends of 100 B: %.0f/s, plain producer %.0f/s, ratio %.2f", rate, plainRate, rate / plainRate);
            }
            ratios.sort(null);
            print("sends of 100 B: median ratio %.2f", ratios.get(ratios.size() / 2));
        }
    }

    private static double together(int callers, int each, IntFunction<CompletionStage<?>> work) {
        long begin = System.nanoTime();
        var threads = IntStream.range(0, callers)
                .mapToObj(caller -> CompletableFuture.runAsync(
                        () -> {
                            for (int i = 0; i < each; i++) {
                                work.apply(caller).toCompletableFuture().join();
                            }
                        },
                        task -> new Thread(task).start()))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(threads).join();
        return callers * each / seconds(begin);
    }

    @Test
    void transactionsAndNumberedSends() {
        try (var engine = CellEngine.open(name, CellEngine.Choice.USUAL)) {
            var broker = engine.broker();
            broker.declare(Destination.queue("a").build());
            broker.declare(Destination.queue("b").build());
            var producers = IntStream.range(0, 50)
                    .mapToObj(i -> broker.producer(ProducerOptions.of("p" + i).build()))
                    .toList();
            IntFunction<CompletionStage<?>> transaction = caller -> {
                var begun = broker.begin();
                begun.send(message("a"));
                begun.send(message("b"));
                return begun.commitAsync();
            };
            IntFunction<CompletionStage<?>> numbered =
                    caller -> producers.get(caller).sendAsync(message("a"));
            together(10, 20, transaction);
            print("transactions one by one: %.0f/s", together(1, 300, transaction));
            print("transactions of 50 callers: %.0f/s", together(50, 50, transaction));
            print("numbered sends one by one: %.0f/s", together(1, 300, numbered));
            print("numbered sends of 50 callers: %.0f/s", together(50, 50, numbered));
            var turn = new AtomicInteger();
            IntFunction<CompletionStage<?>> mixed = caller ->
                    turn.incrementAndGet() % 2 == 0 ? transaction.apply(caller) : broker.sendAsync(message("a"));
            print("transactions and plain sends by halves, of 50 callers: %.0f/s", together(50, 60, mixed));
            assertThat(broker.statistics("b").depth()).isEqualTo(200 + 300 + 2_500 + 1_500);
        }
    }

    /** How long each of the messages of a queue took from its sending until it was handed out, in order of duration. */
    private static long[] handOuts(Broker broker, int count) throws InterruptedException {
        var nanos = new long[count];
        var done = new AtomicInteger();
        var room = new Semaphore(0);
        var consumer = broker.consume(ConsumerOptions.ofQueue("near", "test").build(), deliveries -> {
            for (var delivery : deliveries) {
                var text = delivery.message().bodyText();
                nanos[done.getAndIncrement()] = System.nanoTime() - Long.parseLong(text);
                delivery.acceptAsync();
                room.release();
            }
        });
        consumer.request(count);
        for (int i = 0; i < count; i++) {
            broker.sendAsync(Message.to("near").body("" + System.nanoTime()).build());
            LockSupport.parkNanos(5_000_000);
        }
        assertThat(room.tryAcquire(count, PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("handed out: " + done)
                .isTrue();
        consumer.close();
        Arrays.sort(nanos);
        return nanos;
    }

    private static void printHandOuts(String what, long[] nanos) {
        print(
                "send to hand-out at 200/s, %s: p50 %.2f ms, p99 %.2f ms, most %.2f ms",
                what,
                nanos[nanos.length / 2] / 1e6,
                nanos[nanos.length * 99 / 100] / 1e6,
                nanos[nanos.length - 1] / 1e6);
    }

    @Test
    void handOutsBesideABacklog() throws Exception {
        try (var engine = CellEngine.open(name, CellEngine.Choice.USUAL.withCache(8 << 20))) {
            var broker = engine.broker();
            broker.declare(Destination.queue("far").build());
            broker.declare(Destination.queue("near").build());
            handOuts(broker, 1_000);
            pipelined(BACKLOG, i -> broker.sendAsync(message("far")));
            printHandOuts("backlog of " + BACKLOG + " waiting", handOuts(broker, 2_000));

            var ends = new AtomicBoolean();
            var read = new AtomicInteger();
            var reader = new Thread(() -> {
                try (var far =
                        broker.consume(ConsumerOptions.ofQueue("far", "test").build())) {
                    while (!ends.get() && read.get() < BACKLOG) {
                        var got = far.receive(500, PATIENCE);
                        far.accept(got);
                        read.addAndGet(got.size());
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            reader.start();
            long begin = System.nanoTime();
            printHandOuts("backlog being read", handOuts(broker, 2_000));
            print("read meanwhile: %d messages, %.0f/s", read.get(), read.get() / seconds(begin));
            ends.set(true);
            reader.join();
            assertThat(broker.statistics("far").depth()).isEqualTo(BACKLOG - read.get());
        }
    }

    /** The lines of a consumer that has accepted each message of a queue by itself. */
    private void acceptEach(CellEngine engine, int count) throws InterruptedException {
        int subscription = 1;
        int partition = 0;
        var header = new RecordHeader(
                JournalFormat.EPOCH, JournalFormat.epoch(engine.log().epoch()));
        try (var producer = CellEngine.CLIENTS.producer()) {
            pipelined(count, i -> {
                var items = new FrameItems();
                items.entry(EntryCodec.encode(Entry.Settled.one(subscription, partition, i)));
                var sent = new CompletableFuture<Void>();
                var line = items.lines().get(0);
                producer.send(
                        new ProducerRecord<>(name + ".main.journal", 0, null, null, line, List.of(header)),
                        (metadata, failure) -> {
                            if (failure == null) {
                                sent.complete(null);
                            } else {
                                sent.completeExceptionally(failure);
                            }
                        });
                return sent;
            });
        }
    }

    @Test
    void takeOver() throws Exception {
        var choice = CellEngine.Choice.USUAL.withSnapshotFrames(Integer.MAX_VALUE);
        try (var engine = CellEngine.open(name, choice)) {
            engine.broker().declare(Destination.queue("q").build());
            pipelined(FRAMES, i -> engine.broker().sendAsync(message("q")));
            acceptEach(engine, FRAMES);
        }
        for (int round = 0; round < 3; round++) {
            long begin = System.nanoTime();
            try (var engine = CellEngine.open(name, choice)) {
                print("opened after %d frames: %.2f s", FRAMES, seconds(begin));
                assertThat(engine.broker().statistics("q").depth()).isZero();
            }
        }
    }
}
