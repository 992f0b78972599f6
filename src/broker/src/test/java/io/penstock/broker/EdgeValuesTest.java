package io.penstock.broker;

import io.penstock.BrokerHealth;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.Schedule;
import io.penstock.conformance.fault.FaultyStorage;
import io.penstock.conformance.tool.EachSeed;
import io.penstock.conformance.tool.ManualClock;
import io.penstock.journal.log.LocalLog;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.young.JournalOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import static io.penstock.conformance.tool.Patience.SECONDS;
import static io.penstock.conformance.tool.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Declares, sends and lets time pass with values from the edges of every type: each call works, or fails with a {@link
 * PenstockException}. A queue and a schedule beside all that are served throughout, and after stops and crashes. {@code
 * -Dpenstock.seeds=N} tries more seeds, {@code -Dpenstock.seed=S} only that one.
 */
class EdgeValuesTest {

    private static final int SEEDS = 6;
    private static final int LIVES = 4;
    private static final int MAX_ROUNDS = 6;
    private static final int CALLS = 60;

    private static final String INNOCENT = "innocent";
    private static final Instant LATEST = Instant.parse("9999-12-30T00:00:00Z");

    private static final List<Duration> STEPS = List.of(
            Duration.ZERO,
            Duration.ofMillis(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(61),
            Duration.ofMinutes(5),
            Duration.ofHours(1),
            Duration.ofDays(1),
            Duration.ofDays(32),
            Duration.ofDays(366),
            Duration.ofDays(3_661),
            Duration.ofDays(36_526),
            Duration.ofDays(1_000_000),
            Duration.ofDays(4_000_000),
            Duration.ofMillis(-1),
            Duration.ofHours(-1),
            Duration.ofDays(-40),
            Duration.ofDays(-4_000),
            Duration.ofDays(-20_000));

    private static final LogOptions SMALL = LogOptions.of(new JournalOptions(5 << 19, 5 << 18, 4 << 20, 60_000))
            .withYoungFiles(0)
            .withRoundMillis(0);
    private static final BrokerOptions OPTIONS = new BrokerOptions(Path.of("memory"), Durability.OS, 100 << 10, SMALL);

    @TempDir
    Path directories;

    @Test
    void shouldServeAnInnocentQueueWhateverOthersDeclareAndSend() {
        EachSeed.fromAnywhere(SEEDS, seed -> new Run(seed, directories).run());
    }

    private static final class Run {

        private final long seed;
        private final Random random;
        private final ManualClock clock = new ManualClock();
        private FaultyStorage storage;
        private LocalLog log;
        private EmbeddedBroker broker;
        private EdgeCalls calls;
        private BlockingQueue<Delivery> innocent;
        private int sent;

        /** Names of files are a file system's matter, so that some run on one. They do not crash. */
        private final Path directory;

        private Run(long seed, Path directories) {
            this.seed = seed;
            directory = Math.floorMod(seed, 3) == 0 ? directories.resolve("seed" + seed) : null;
            random = new Random(seed);
            storage = new FaultyStorage(random.nextLong());
        }

        private void run() throws InterruptedException {
            System.out.println("Edges of values, seed " + seed);
            for (int life = 0; life < LIVES; life++) {
                if (directory == null && random.nextBoolean()) {
                    UntilCrash.run(storage, this::open, this::live);
                    storage = storage.afterCrash();
                } else {
                    try (var opened = open()) {
                        live(opened);
                    }
                }
            }
            try (var opened = open()) {
                begin(opened);
                requireInnocentServed();
            }
        }

        private EmbeddedBroker open() {
            return EmbeddedBroker.open(OPTIONS, clock, owner -> {
                log = directory == null
                        ? LocalLog.open(storage, SMALL, clock, owner)
                        : LocalLog.open(directory, SMALL, clock, owner);
                return log;
            });
        }

        private void begin(EmbeddedBroker opened) {
            broker = opened;
            broker.declare(Destination.queue(INNOCENT).build());
            broker.declare(Destination.topic(INNOCENT + ".ticks").build());
            broker.schedule(Schedule.every(
                            INNOCENT,
                            Duration.ofHours(1),
                            Message.to(INNOCENT + ".ticks").build())
                    .build());
            innocent = new LinkedBlockingQueue<>();
            broker.consume(ConsumerOptions.ofQueue(INNOCENT, "c").build(), innocent::addAll)
                    .request(Long.MAX_VALUE);
        }

        private void live(EmbeddedBroker opened) throws InterruptedException {
            begin(opened);
            calls = new EdgeCalls(broker, random, clock);
            calls.begin();
            for (int rounds = 1 + random.nextInt(MAX_ROUNDS); rounds > 0; rounds--) {
                requireInnocentServed();
                for (int call = 0; call < CALLS; call++) {
                    calls.any();
                }
                requireInnocentServed();
                pass(STEPS.get(random.nextInt(STEPS.size())));
                log.age();
                assertThat(log.agingFailure()).isNull();
                calls.look();
            }
            requireInnocentServed();
            calls.end();
        }

        /** As far as the calendar of the broker goes. */
        private void pass(Duration step) {
            var then = clock.instant().plus(step);
            if (then.isBefore(Instant.EPOCH)) {
                then = Instant.EPOCH;
            } else if (then.isAfter(LATEST)) {
                then = LATEST;
            }
            clock.advance(Duration.between(clock.instant(), then));
        }

        private void requireInnocentServed() throws InterruptedException {
            String body = "innocent " + sent++;
            broker.send(Message.to(INNOCENT).body(body).build());
            boolean served = false;
            while (!served) {
                var delivery = innocent.poll(SECONDS, TimeUnit.SECONDS);
                assertThat(delivery).as("%s, health %s", body, broker.health()).isNotNull();
                // After a crash, others come once more.
                served = body.equals(delivery.message().bodyText());
                delivery.accept();
            }
            var now = clock.instant();
            await().until(() -> broker.schedules()
                    .find(INNOCENT)
                    .orElseThrow()
                    .next()
                    .map(next -> next.isAfter(now))
                    .orElse(false));
            assertThat(broker.health().state()).as(broker.health().detail()).isNotEqualTo(BrokerHealth.State.FAILED);
            if (calls != null) {
                calls.requireNoSurprise();
            }
        }
    }
}
