package io.penstock.broker;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.ProducerOptions;
import io.penstock.conformance.fault.FaultyStorage;
import io.penstock.conformance.tool.EachSeed;
import io.penstock.conformance.tool.ManualClock;
import io.penstock.conformance.tool.Patience;
import io.penstock.journal.JournalException;
import io.penstock.journal.archive.ArchiveOptions;
import io.penstock.journal.log.LocalLog;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.young.JournalOptions;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * A source sends numbered messages and repeats what it is not sure of; a worker takes each and sends another one in the
 * same transaction, which is committed, prepared and ended, or given up; and the storage crashes at random. In the end
 * each number is there exactly once. {@code -Dpenstock.seeds=N} tries more seeds, {@code -Dpenstock.seed=S} only that
 * one.
 */
class ExactlyOnceCrashTest {

    private static final int SEEDS = 40;
    private static final int LIVES = 4;
    private static final int MAX_STEPS = 60;
    private static final int MAX_CHANGES_UNTIL_CRASH = 250;
    private static final int MAX_MESSAGE_BYTES = 100 << 10;
    private static final long PATIENCE_SECONDS = Patience.SECONDS;

    /** Files as small as a broker takes them, so that some become full and are moved, with a checkpoint for each. */
    private static final LogOptions SMALL = LogOptions.of(new JournalOptions(5 << 19, 5 << 18, 1 << 20, 60_000))
            .withArchive(new ArchiveOptions(128 << 10, 8, 1 << 20, 4, 1_000))
            .withYoungFiles(0)
            .withRoundMillis(0);

    private static final BrokerOptions OPTIONS =
            new BrokerOptions(Path.of("memory"), Durability.SYNC, MAX_MESSAGE_BYTES, SMALL);

    @Test
    void shouldSendAndProcessEachMessageExactlyOnce() {
        EachSeed.fromAnywhere(SEEDS, seed -> new Run(seed, LocalLog::open).run());
    }

    @Test
    void shouldDoSoOnALogWithHoles() {
        EachSeed.fromAnywhere(SEEDS, seed -> new Run(seed, HoleyLog.Opening.holey(seed)).run());
    }

    @Test
    void shouldDoSoOnALogThatHasToFetchItsRecords() {
        EachSeed.fromAnywhere(SEEDS / 2, seed -> new Run(seed, HoleyLog.Opening.distant(seed)).run());
    }

    private static final class Run {

        private final Random random;
        private final ManualClock clock = new ManualClock();
        private final HoleyLog.Opening opening;
        private FaultyStorage storage;
        private LocalLog log;

        /** Numbers below it have been told to be sent. */
        private long confirmed;

        private int transactions;

        private Run(long seed, HoleyLog.Opening opening) {
            this.opening = opening;
            random = new Random(seed);
            storage = new FaultyStorage(random.nextLong());
        }

        private void run() throws InterruptedException {
            for (var life = 0; life < LIVES; life++) {
                storage.crashAt(1 + random.nextInt(MAX_CHANGES_UNTIL_CRASH));
                try (var broker = open()) {
                    live(broker);
                    storage.crash();
                } catch (PenstockException | JournalException | CompletionException e) {
                    if (!storage.isCrashed()) {
                        throw e;
                    }
                }
                storage = storage.afterCrash();
            }
            try (var broker = open()) {
                finish(broker);
            }
        }

        private Broker open() {
            return EmbeddedBroker.open(OPTIONS, clock, owner -> {
                var opened = opening.open(storage, SMALL, clock, owner);
                log = opened.local().orElseThrow();
                return opened;
            });
        }

        private BlockingQueue<Delivery> consume(Broker broker) {
            broker.declare(Destination.queue("in").partitions(2).build());
            broker.declare(Destination.queue("out").build());
            var inbox = new LinkedBlockingQueue<Delivery>();
            broker.consume(
                            ConsumerOptions.ofQueue("in", "c")
                                    .lease(Duration.ZERO)
                                    .build(),
                            inbox::addAll)
                    .request(Long.MAX_VALUE);
            return inbox;
        }

        private void live(Broker broker) {
            var inbox = consume(broker);
            var zombie = broker.producer(ProducerOptions.of("source").build());
            var source = broker.producer(ProducerOptions.of("source").build());
            assertThatThrownBy(() -> zombie.send(Message.to("in").build()))
                    .isInstanceOf(PenstockException.Fenced.class);
            assertThat(source.nextSequence()).isBetween(confirmed, confirmed + 1);
            for (var steps = random.nextInt(MAX_STEPS); steps > 0; steps--) {
                var delivery = random.nextInt(3) > 0 ? inbox.poll() : null;
                if (random.nextInt(10) == 0) {
                    log.age();
                }
                if (delivery != null) {
                    process(broker, delivery);
                } else if (random.nextInt(8) == 0) {
                    endOne(broker);
                } else {
                    // Sometimes the last one again, whose receipt got lost.
                    long number = confirmed > 0 && random.nextInt(4) == 0 ? confirmed - 1 : confirmed;
                    source.send(number, message("in", Long.toString(number)));
                    confirmed = Math.max(confirmed, number + 1);
                }
            }
        }

        private Message message(String to, String number) {
            var filling = "x".repeat(random.nextInt(MAX_MESSAGE_BYTES - 1_000));
            return Message.to(to).key(number).body(number + ":" + filling).build();
        }

        private void process(Broker broker, Delivery delivery) {
            var number = number(delivery.message());
            var transaction = broker.begin();
            transaction.accept(delivery);
            // By its id, a second one would be left out: it must not be needed, but must not do harm either.
            var message = message("out", number);
            transaction.send(
                    random.nextBoolean()
                            ? message
                            : message.copy()
                                    .id("by-number-" + number + "-" + transactions)
                                    .build());
            switch (random.nextInt(4)) {
                case 0 -> await(transaction.prepareAsync(id(transactions++)));
                case 1 -> {
                    transaction.rollback();
                    await(delivery.releaseAsync(Duration.ZERO, false));
                }
                default -> await(transaction.commitAsync());
            }
        }

        private static byte[] id(int number) {
            return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
        }

        private void endOne(Broker broker) {
            var waiting = broker.prepared();
            if (!waiting.isEmpty()) {
                byte[] id = waiting.get(random.nextInt(waiting.size())).globalId();
                if (random.nextBoolean()) {
                    broker.commitPrepared(id);
                } else {
                    broker.rollbackPrepared(id);
                }
            }
        }

        private static void await(CompletionStage<Void> stage) {
            UntilCrash.outcome(stage);
        }

        private static String number(Message message) {
            var body = message.bodyText();
            return body.substring(0, body.indexOf(':'));
        }

        private void finish(Broker broker) throws InterruptedException {
            var inbox = consume(broker);
            while (!broker.prepared().isEmpty()) {
                endOne(broker);
            }
            var source = broker.producer(ProducerOptions.of("source").build());
            long sent = source.nextSequence();
            assertThat(sent).isBetween(confirmed, confirmed + 1);
            while (!broker.browse(BrowseRequest.waiting("in", 1).build()).isEmpty()) {
                var delivery = inbox.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                assertThat(delivery).as("what waits is handed out").isNotNull();
                var transaction = broker.begin();
                transaction.accept(delivery);
                transaction.send(message("out", number(delivery.message())));
                await(transaction.commitAsync());
            }
            List<String> expected = new ArrayList<>();
            for (long number = 0; number < sent; number++) {
                expected.add(Long.toString(number));
            }
            assertThat(broker.browse(BrowseRequest.waiting("out", 10_000).build()))
                    .extracting(stored -> number(stored.message()))
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }
}
