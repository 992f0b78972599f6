package io.penstock.broker;

import io.penstock.BrowseRequest;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.StartPosition;
import io.penstock.Subscription;
import io.penstock.conformance.fault.FaultyStorage;
import io.penstock.conformance.tool.ManualClock;
import io.penstock.conformance.tool.Patience;
import io.penstock.journal.log.LocalLog;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.young.JournalOptions;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Destinations that are declared, written to and deleted with so few ids of partitions that each is used again at once,
 * over a storage that crashes at each of its changes: no destination ever has a message of another, and none of its own
 * is lost.
 */
class PartitionReuseCrashTest {

    private static final int SEEDS = Integer.getInteger("penstock.seeds", 1);
    private static final int ROUNDS = 4;

    /** 40,960 ids of partitions. */
    private static final LogOptions SMALL = LogOptions.of(
                    new JournalOptions(5 << 19, 5 << 18, 1 << 20, 60_000).withMaxStallMillis(0))
            .withRoundMillis(0);

    /** All but so many are in use. */
    private static final int IDS_LEFT = 4;

    /** With holes it crashes at fewer places: each run takes longer. */
    private static final int HOLEY_STEP = 5;

    private static final BrokerOptions OPTIONS =
            new BrokerOptions(Path.of("memory"), Durability.SYNC, 100 << 10, SMALL);

    @Test
    void shouldNeverShowTheMessagesOfAPartitionsFormerOwnerWhereverItCrashes() throws InterruptedException {
        crash(1, seed -> LocalLog::open);
    }

    @Test
    void shouldDoSoOnALogWithHoles() throws InterruptedException {
        crash(HOLEY_STEP, HoleyLog.Opening::holey);
    }

    @Test
    void shouldDoSoOnALogThatHasToFetchItsRecords() throws InterruptedException {
        crash(HOLEY_STEP, HoleyLog.Opening::distant);
    }

    /** @param step the changes of the storage from one that it crashes at to the next */
    private static void crash(int step, LongFunction<HoleyLog.Opening> openings) throws InterruptedException {
        for (int seed = 0; seed < SEEDS; seed++) {
            var whole = new Run(seed, openings.apply(seed));
            long last = whole.run(Integer.MAX_VALUE);
            assertThat(whole.reused).as("partitions that were used again").isGreaterThan(ROUNDS / 2);
            for (int change = 1; change <= last; change += step) {
                try {
                    new Run(seed, openings.apply(seed)).run(change);
                } catch (RuntimeException | AssertionError e) {
                    throw new AssertionError("Seed " + seed + " fails when it crashes at change " + change, e);
                }
            }
        }
    }

    private static final class Run {

        private final ManualClock clock = new ManualClock();
        private final long seed;

        /** By destination, the texts of what lies in it for certain, and of what may. */
        private final Map<String, Set<String>> sent = new HashMap<>();

        private final Map<String, Set<String>> tried = new HashMap<>();
        private final Set<String> deleted = new HashSet<>();
        private final Set<String> seen = new HashSet<>();
        private final HoleyLog.Opening opening;
        private FaultyStorage storage;
        private LocalLog log;
        private int numbers;
        private int reused;

        private Run(long seed, HoleyLog.Opening opening) {
            this.opening = opening;
            this.seed = seed;
            storage = new FaultyStorage(seed);
        }

        /** Crashes at that change at the latest; returns how many there were. */
        private long run(int change) throws InterruptedException {
            storage.crashAt(change);
            UntilCrash.run(storage, this::open, broker -> live(broker, 0));
            long changes = storage.changes();
            storage = storage.afterCrash();
            try (var broker = open()) {
                check(broker);
                live(broker, ROUNDS);
                check(broker);
            }
            try (var broker = open()) {
                check(broker);
                live(broker, 2 * ROUNDS);
                check(broker);
            }
            return changes;
        }

        private EmbeddedBroker open() {
            return EmbeddedBroker.open(OPTIONS, clock, owner -> {
                var opened = opening.open(storage, SMALL, clock, owner);
                log = opened.local().orElseThrow();
                return opened;
            });
        }

        private void live(EmbeddedBroker broker, int from) throws InterruptedException {
            broker.declare(Destination.topic("others")
                    .partitions(SMALL.journal().maxPartitions() - IDS_LEFT)
                    .build());
            for (var left : broker.destinations()) {
                // There are ids for one at a time.
                if (!left.name().equals("others")) {
                    delete(broker, left.name());
                }
            }
            for (int round = from; round < from + ROUNDS; round++) {
                // The same name comes again, and others come between.
                liveOnce(broker, round % 3 == 2 ? "again" : "q" + round, round);
            }
        }

        private void liveOnce(EmbeddedBroker broker, String name, int round) throws InterruptedException {
            boolean isTopic = round % 2 == 1;
            if (broker.destination(name).isEmpty()) {
                sent.remove(name);
                tried.remove(name);
                deleted.remove(name);
                seen.removeIf(place -> place.startsWith(name + "/"));
            }
            broker.declare(
                    isTopic
                            ? Destination.topic(name).partitions(IDS_LEFT - 1).build()
                            : Destination.queue(name).partitions(IDS_LEFT - 1).build());
            if (isTopic) {
                broker.declare(Subscription.ofTopic(name, "s")
                        .start(StartPosition.EARLIEST)
                        .build());
            }
            for (int i = 0; i < 4; i++) {
                send(broker, name);
            }
            if (round % 3 == 0) {
                log.age();
            }
            if (!isTopic) {
                acceptOne(broker, name);
            }
            check(broker);
            delete(broker, name);
        }

        private void delete(EmbeddedBroker broker, String name) {
            deleted.add(name);
            broker.operations().delete(name, true, "test");
            sent.remove(name);
        }

        private void send(EmbeddedBroker broker, String name) {
            String body = name + ":" + ++numbers;
            tried.computeIfAbsent(name, each -> new HashSet<>()).add(body);
            var receipt = broker.send(Message.to(name).id(body).body(body).build());
            sent.computeIfAbsent(name, each -> new HashSet<>()).add(body);
            assertThat(receipt.isDuplicate()).isFalse();
            reused += seen.add(name + "/" + receipt.partition()) && receipt.offset() > 0 ? 1 : 0;
        }

        private void acceptOne(EmbeddedBroker broker, String name) throws InterruptedException {
            var inbox = new LinkedBlockingQueue<Delivery>();
            try (var consumer = broker.consume(
                    ConsumerOptions.ofQueue(name, "c").lease(Duration.ZERO).build(), inbox::addAll)) {
                consumer.request(1);
                var delivery = inbox.poll(storage.isCrashed() ? 0 : Patience.SECONDS, TimeUnit.SECONDS);
                if (delivery != null) {
                    String body = delivery.message().bodyText();
                    assertThat(tried.get(name)).contains(body);
                    sent.get(name).remove(body);
                    UntilCrash.outcome(delivery.acceptAsync());
                } else {
                    assertThat(storage.isCrashed()
                                    || sent.getOrDefault(name, Set.of()).isEmpty())
                            .as("what was sent to %s is handed out, unless the storage has crashed", name)
                            .isTrue();
                }
            }
        }

        private void check(EmbeddedBroker broker) {
            for (var each : broker.destinations()) {
                String name = each.name();
                if (name.equals("others")) {
                    continue;
                }
                var waiting = broker
                        .browse((each.isQueue() ? BrowseRequest.waiting(name, 100) : BrowseRequest.all(name, 100))
                                .build())
                        .stream()
                        .map(stored -> stored.message().bodyText())
                        .toList();
                assertThat(waiting).doesNotHaveDuplicates();
                assertThat(tried.getOrDefault(name, Set.of())).as(name).containsAll(waiting);
                assertThat(waiting).as(name).containsAll(sent.getOrDefault(name, Set.of()));
            }
            var gone = Set.copyOf(sent.keySet());
            for (String name : gone) {
                assertThat(broker.destination(name).isPresent() || deleted.contains(name))
                        .as(name + " with seed " + seed)
                        .isTrue();
            }
        }
    }
}
