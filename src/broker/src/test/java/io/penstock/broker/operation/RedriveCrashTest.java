package io.penstock.broker.operation;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.ConsumerOptions;
import io.penstock.DeadLetterReason;
import io.penstock.DeadLetterRequest;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.broker.HoleyLog;
import io.penstock.conformance.fault.FaultyStorage;
import io.penstock.conformance.tool.EachSeed;
import io.penstock.conformance.tool.ManualClock;
import io.penstock.conformance.tool.Patience;
import io.penstock.journal.JournalException;
import io.penstock.journal.log.LocalLog;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.young.JournalOptions;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import static io.penstock.conformance.tool.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Letters that are put back over a storage that crashes: none is lost, none is doubled, and the record counts exactly.
 * {@code -Dpenstock.seeds=N} tries more seeds, {@code -Dpenstock.seed=S} only that one.
 */
class RedriveCrashTest {

    private static final int SEEDS = Integer.getInteger("penstock.seeds", 30);
    private static final int LETTERS = 40;
    private static final int LIVES = 4;
    private static final Duration PATIENCE = Patience.LONG;
    private static final LogOptions SMALL = LogOptions.of(new JournalOptions(5 << 19, 5 << 18, 1 << 20, 60_000))
            .withYoungFiles(0)
            .withRoundMillis(0);
    private static final BrokerOptions OPTIONS = new BrokerOptions(Path.of("memory"), Durability.SYNC, 10_000, SMALL);

    @Test
    void shouldLoseAndDoubleNoLetter() {
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

        private Run(long seed, HoleyLog.Opening opening) {
            this.opening = opening;
            random = new Random(seed);
            storage = new FaultyStorage(random.nextLong());
        }

        private void run() throws InterruptedException {
            try (var broker = open()) {
                kill(broker);
                // Slow enough that it spans all lives.
                broker.operations()
                        .redrive(DeadLetterRequest.all("q.dlq", "test")
                                .perSecond(2)
                                .build());
            }
            for (int life = 0; life < LIVES; life++) {
                storage.crashAt(1 + random.nextInt(40));
                try (var broker = open()) {
                    for (int steps = random.nextInt(5); steps > 0; steps--) {
                        clock.advance(Duration.ofMillis(random.nextInt(1_500)));
                        if (random.nextInt(4) == 0) {
                            broker.operations()
                                    .redrive(DeadLetterRequest.all("q.dlq", "test")
                                            .limit(3)
                                            .build());
                        }
                        check(broker);
                    }
                    storage.crash();
                } catch (PenstockException | JournalException e) {
                    if (!storage.isCrashed()) {
                        throw e;
                    }
                }
                storage = storage.afterCrash();
            }
            try (var broker = open()) {
                await().atMost(PATIENCE).pollInterval(Duration.ofMillis(2)).until(() -> {
                    clock.advance(Duration.ofSeconds(1));
                    return broker.operations().list().stream()
                            .allMatch(operation -> operation.finishedAt().isPresent());
                });
                check(broker);
                assertThat(waiting(broker, "q.dlq")).isEmpty();
                assertThat(broker.operations().list())
                        .extracting(operation -> operation.messages())
                        .satisfies(counts -> assertThat(
                                        counts.stream().mapToLong(each -> each).sum())
                                .isEqualTo(LETTERS));
            }
        }

        private Broker open() {
            return EmbeddedBroker.open(OPTIONS, clock, owner -> opening.open(storage, SMALL, clock, owner));
        }

        private void kill(Broker broker) throws InterruptedException {
            broker.declare(Destination.queue("q").build());
            for (int i = 0; i < LETTERS; i++) {
                broker.send(Message.to("q").id("m" + i).build());
            }
            var inbox = new LinkedBlockingQueue<Delivery>();
            try (var consumer = broker.consume(ConsumerOptions.ofQueue("q", "c").build(), inbox::addAll)) {
                consumer.request(LETTERS);
                for (int i = 0; i < LETTERS; i++) {
                    inbox.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                            .rejectAsync(DeadLetterReason.REJECTED, "test", null)
                            .toCompletableFuture()
                            .join();
                }
            }
        }

        private void check(Broker broker) {
            // Dead ones first: a letter moves one way only, so that it may be seen twice but never be missed.
            var seen = new ArrayList<>(waiting(broker, "q.dlq"));
            var back = waiting(broker, "q");
            assertThat(back).doesNotHaveDuplicates();
            seen.removeAll(back);
            seen.addAll(back);
            assertThat(seen).hasSize(LETTERS).doesNotHaveDuplicates();
        }

        private static List<String> waiting(Broker broker, String queue) {
            return broker.browse(BrowseRequest.waiting(queue, 1_000).build()).stream()
                    .map(stored -> stored.message().id())
                    .toList();
        }
    }
}
