package io.penstock.broker.schedule;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.MisfirePolicy;
import io.penstock.PenstockException;
import io.penstock.Schedule;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static io.penstock.conformance.tool.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Schedules over a storage that crashes, with a clock that is moved forth and back: each firing happens once, and
 * nothing is missing. {@code -Dpenstock.seeds=N} tries more seeds, {@code -Dpenstock.seed=S} only that one.
 */
class ScheduleCrashTest {

    private static final int SEEDS = 40;
    private static final int LIVES = 4;
    private static final int MAX_STEPS = 6;
    private static final int MAX_CHANGES_UNTIL_CRASH = 60;
    private static final Duration PATIENCE = Patience.LONG;
    private static final LogOptions SMALL = LogOptions.of(new JournalOptions(5 << 19, 5 << 18, 1 << 20, 60_000))
            .withYoungFiles(0)
            .withRoundMillis(0);
    private static final BrokerOptions OPTIONS = new BrokerOptions(Path.of("memory"), Durability.SYNC, 10_000, SMALL);

    @Test
    void shouldFireEachTimeOnceAcrossCrashesAndClockMoves() {
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
        private final Instant born = clock.instant();
        private final HoleyLog.Opening opening;
        private FaultyStorage storage;
        private Instant latest = born;

        private Run(long seed, HoleyLog.Opening opening) {
            this.opening = opening;
            random = new Random(seed);
            storage = new FaultyStorage(random.nextLong());
        }

        private void run() {
            try (var broker = open()) {
                broker.declare(Destination.queue("q").partitions(2).build());
                for (var policy : List.of(MisfirePolicy.FIRE_ALL, MisfirePolicy.FIRE_ONCE)) {
                    broker.schedule(Schedule.every(
                                    policy.name(),
                                    Duration.ofMinutes(1),
                                    Message.to("q").build())
                            .misfire(policy)
                            .build());
                }
            }
            for (int life = 0; life < LIVES; life++) {
                storage.crashAt(1 + random.nextInt(MAX_CHANGES_UNTIL_CRASH));
                try (var broker = open()) {
                    for (int steps = random.nextInt(MAX_STEPS); steps > 0; steps--) {
                        clock.advance(Duration.ofSeconds(random.nextInt(500) - 120));
                        awaitQuiet(broker);
                    }
                    storage.crash();
                } catch (PenstockException | JournalException e) {
                    if (!storage.isCrashed()) {
                        throw e;
                    }
                }
                storage = storage.afterCrash();
            }
            check();
        }

        private Broker open() {
            return EmbeddedBroker.open(OPTIONS, clock, owner -> opening.open(storage, SMALL, clock, owner));
        }

        /** Until all that was due has happened; or throws because of the crash. */
        private void awaitQuiet(Broker broker) {
            var now = clock.instant();
            latest = now.isAfter(latest) ? now : latest;
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(2)).until(() -> {
                return broker.schedules().list().stream()
                        .allMatch(state -> state.next().orElseThrow().isAfter(now));
            });
        }

        private void check() {
            // Who was crashed and set back before it could fire is due again.
            if (latest.isAfter(clock.instant())) {
                clock.advance(Duration.between(clock.instant(), latest));
            }
            try (var broker = open()) {
                awaitQuiet(broker);
                var sent = broker.browse(BrowseRequest.waiting("q", 10_000).build()).stream()
                        .map(stored -> stored.message().id())
                        .toList();
                assertThat(sent).doesNotHaveDuplicates();
                var expected = new ArrayList<String>();
                for (var at = born.plusSeconds(60); !at.isAfter(latest); at = at.plusSeconds(60)) {
                    expected.add("FIRE_ALL@" + at);
                }
                assertThat(sent)
                        .filteredOn(id -> id.startsWith("FIRE_ALL"))
                        .containsExactlyInAnyOrderElementsOf(expected);
                for (var state : broker.schedules().list()) {
                    String prefix = state.schedule().name() + "@";
                    long found =
                            sent.stream().filter(id -> id.startsWith(prefix)).count();
                    assertThat(state.fired()).as(prefix).isEqualTo(found);
                    assertThat(state.fired() + state.skipped()).as(prefix).isEqualTo(expected.size());
                }
            }
        }
    }
}
