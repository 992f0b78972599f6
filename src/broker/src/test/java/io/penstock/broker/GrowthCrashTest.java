package io.penstock.broker;

import io.penstock.BrowseRequest;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.Ordering;
import io.penstock.Receipt;
import io.penstock.Subscription;
import io.penstock.conformance.fault.FaultyStorage;
import io.penstock.conformance.tool.ManualClock;
import io.penstock.conformance.tool.Patience;
import io.penstock.journal.log.LocalLog;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.young.JournalOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A destination that grows twice while messages are on their way to it, and whose storage crashes at each of its
 * changes: the growth is finished or never was, keys keep their order, and nothing is lost or there twice.
 */
class GrowthCrashTest {

    private static final int SEEDS = Integer.getInteger("penstock.seeds", 2);
    private static final int KEYS = 5;
    private static final List<Integer> WIDTHS = List.of(2, 3, 7);
    private static final int NEXT_WIDTH = 8;

    private static final LogOptions SMALL =
            LogOptions.of(new JournalOptions(5 << 19, 5 << 18, 1 << 20, 60_000)).withRoundMillis(0);

    private static final BrokerOptions OPTIONS =
            new BrokerOptions(Path.of("memory"), Durability.SYNC, 100 << 10, SMALL);

    @ParameterizedTest
    @EnumSource(
            value = Ordering.class,
            names = {"KEY", "GROUP", "PARTITION"})
    void shouldHaveGrownOrNotWhereverItCrashes(Ordering ordering) throws InterruptedException {
        crashEverywhere(ordering, seed -> LocalLog::open);
    }

    @ParameterizedTest
    @EnumSource(
            value = Ordering.class,
            names = {"KEY", "GROUP", "PARTITION"})
    void shouldDoSoOnALogWithHoles(Ordering ordering) throws InterruptedException {
        crashEverywhere(ordering, HoleyLog.Opening::holey);
    }

    @ParameterizedTest
    @EnumSource(
            value = Ordering.class,
            names = {"KEY", "GROUP", "PARTITION"})
    void shouldDoSoOnALogThatHasToFetchItsRecords(Ordering ordering) throws InterruptedException {
        crashEverywhere(ordering, HoleyLog.Opening::distant);
    }

    private static void crashEverywhere(Ordering ordering, LongFunction<HoleyLog.Opening> openings)
            throws InterruptedException {
        for (int seed = 0; seed < SEEDS; seed++) {
            long last = new Run(seed, ordering, openings.apply(seed)).run(Integer.MAX_VALUE);
            for (int change = 1; change <= last; change++) {
                try {
                    new Run(seed, ordering, openings.apply(seed)).run(change);
                } catch (RuntimeException | AssertionError e) {
                    throw new AssertionError(
                            "Seed " + seed + " with " + ordering + " fails when it crashes at change " + change, e);
                }
            }
        }
    }

    private static final class Run {

        private final ManualClock clock = new ManualClock();
        private final Ordering ordering;
        private final boolean isSnapshotTaken;
        private final Set<String> tried = new HashSet<>();
        private final Set<String> sent = new HashSet<>();
        private final Set<String> accepting = new HashSet<>();
        private final Set<String> accepted = new HashSet<>();

        /** By key, the next number. */
        private final Map<String, Integer> next = new HashMap<>();

        private final HoleyLog.Opening opening;
        private FaultyStorage storage;
        private LocalLog log;
        private int told = 0;
        private int asked = 0;

        private Run(long seed, Ordering ordering, HoleyLog.Opening opening) {
            this.opening = opening;
            this.ordering = ordering;
            isSnapshotTaken = seed % 2 == 1;
            storage = new FaultyStorage(seed);
        }

        /** Crashes at that change at the latest; returns how many there were. */
        private long run(int change) throws InterruptedException {
            storage.crashAt(change);
            UntilCrash.run(storage, this::open, this::live);
            long changes = storage.changes();
            storage = storage.afterCrash();
            try (var broker = open()) {
                checkWidth(broker);
                growOnce(broker);
            }
            // From a checkpoint this time.
            try (var broker = open()) {
                assertThat(broker.destination("orders").orElseThrow().partitions())
                        .isEqualTo(NEXT_WIDTH);
                sendOfEachKey(broker);
                checkMessages(broker);
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

        private void live(EmbeddedBroker broker) throws InterruptedException {
            asked = WIDTHS.get(0);
            broker.declare(Destination.queue("orders").partitions(asked).build());
            told = asked;
            broker.declare(Subscription.ofQueue("orders").ordering(ordering).build());
            var inbox = new LinkedBlockingQueue<Delivery>();
            broker.consume(
                            ConsumerOptions.ofQueue("orders", "c")
                                    .lease(Duration.ZERO)
                                    .build(),
                            inbox::addAll)
                    .request(1_000);
            for (int width : WIDTHS.subList(1, WIDTHS.size())) {
                sendOfEachKey(broker);
                accept(inbox);
                var onTheWay = sendTogether(broker);
                asked = width;
                broker.alter(Destination.queue("orders").partitions(width).build());
                told = width;
                onTheWay.join();
                accept(inbox);
                if (isSnapshotTaken) {
                    log.age();
                }
            }
            sendOfEachKey(broker);
        }

        private void sendOfEachKey(EmbeddedBroker broker) {
            for (int k = 0; k < KEYS; k++) {
                var message = message("k" + k);
                broker.send(message);
                sent.add(message.bodyText());
            }
        }

        /** What is being written while the destination grows. */
        private CompletableFuture<?> sendTogether(EmbeddedBroker broker) {
            var sends = new ArrayList<CompletableFuture<Receipt>>();
            for (int k = 0; k < KEYS; k++) {
                var message = message("k" + k);
                sends.add(broker.sendAsync(message)
                        .whenComplete((receipt, failure) -> {
                            if (failure == null) {
                                sent(message);
                            }
                        })
                        .toCompletableFuture());
            }
            return CompletableFuture.allOf(sends.toArray(CompletableFuture<?>[]::new));
        }

        private void sent(Message message) {
            synchronized (sent) {
                sent.add(message.bodyText());
            }
        }

        private Message message(String key) {
            int number = next.merge(key, 1, Integer::sum);
            String body = key + ":" + number;
            tried.add(body);
            return Message.to("orders").key(key).body(body).build();
        }

        /** Of the messages that are handed out, one. */
        private void accept(BlockingQueue<Delivery> inbox) throws InterruptedException {
            for (int looks = 0; looks < 1_000 && !storage.isCrashed(); looks++) {
                var delivery = inbox.poll(10, TimeUnit.MILLISECONDS);
                if (delivery != null) {
                    String body = delivery.message().bodyText();
                    accepting.add(body);
                    UntilCrash.outcome(delivery.acceptAsync());
                    accepted.add(body);
                    return;
                }
            }
            assertThat(storage.isCrashed())
                    .as("one is handed out, unless the storage has crashed")
                    .isTrue();
        }

        /** As it was told, or as it was asked; if it was being declared, perhaps not at all. */
        private void checkWidth(EmbeddedBroker broker) {
            var found =
                    broker.destination("orders").map(Destination::partitions).orElse(0);
            assertThat(found).isIn(told, asked);
        }

        /** That would be refused if what the crash left was not finished. */
        private void growOnce(EmbeddedBroker broker) {
            if (broker.destination("orders").isEmpty()) {
                broker.declare(Destination.queue("orders").build());
            }
            broker.declare(Subscription.ofQueue("orders").ordering(ordering).build());
            sendOfEachKey(broker);
            broker.alter(Destination.queue("orders").partitions(NEXT_WIDTH).build());
            sendOfEachKey(broker);
        }

        private void checkMessages(EmbeddedBroker broker) throws InterruptedException {
            var waiting = broker.browse(BrowseRequest.waiting("orders", 1_000).build()).stream()
                    .map(stored -> stored.message().bodyText())
                    .toList();
            assertThat(waiting).doesNotHaveDuplicates();
            assertThat(tried).containsAll(waiting);
            accepted.forEach(gone -> assertThat(waiting).doesNotContain(gone));
            var left = new HashSet<>(sent);
            left.removeAll(accepting);
            assertThat(waiting).containsAll(left);
            var inbox = new LinkedBlockingQueue<Delivery>();
            broker.consume(
                            ConsumerOptions.ofQueue("orders", "d")
                                    .lease(Duration.ZERO)
                                    .build(),
                            inbox::addAll)
                    .request(1_000);
            var last = new HashMap<String, Integer>();
            for (int i = 0; i < waiting.size(); i++) {
                var delivery = inbox.poll(Patience.SECONDS, TimeUnit.SECONDS);
                assertThat(delivery)
                        .as("message %d of %d: %s", i, waiting.size(), waiting)
                        .isNotNull();
                String body = delivery.message().bodyText();
                int number = Integer.parseInt(body.substring(body.indexOf(':') + 1));
                var before = last.put(delivery.message().keyText(), number);
                assertThat(before == null ? 0 : before).as(body).isLessThan(number);
                delivery.acceptAsync().toCompletableFuture().join();
            }
            assertThat(broker.browse(BrowseRequest.waiting("orders", 1).build()))
                    .isEmpty();
        }
    }
}
