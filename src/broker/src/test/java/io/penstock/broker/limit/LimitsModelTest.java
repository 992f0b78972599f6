package io.penstock.broker.limit;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.ConsumerOptions;
import io.penstock.DeadLetterPolicy;
import io.penstock.DeadLetterReason;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Limits;
import io.penstock.Message;
import io.penstock.Overflow;
import io.penstock.PenstockException;
import io.penstock.StoredMessage;
import io.penstock.Subscription;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.broker.HoleyLog;
import io.penstock.broker.UntilCrash;
import io.penstock.conformance.fault.FaultyStorage;
import io.penstock.conformance.tool.EachSeed;
import io.penstock.conformance.tool.ManualClock;
import io.penstock.journal.JournalException;
import io.penstock.journal.log.LocalLog;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.record.EncodedRecord;
import io.penstock.journal.young.JournalOptions;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;

import static io.penstock.conformance.tool.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many who send to a destination with limits, in every way, and consumers beside them, restarts and crashes: it never
 * holds more than it may, and what it counts is what is there. {@code -Dpenstock.seeds=N} tries more seeds, {@code
 * -Dpenstock.seed=S} only that one.
 */
class LimitsModelTest {

    private static final int SEEDS = 8;
    private static final int LIVES = 3;
    private static final int SENDERS = 3;
    private static final int SENDS = 40;
    private static final int MAX_CHANGES_UNTIL_CRASH = 600;
    private static final LogOptions SMALL = LogOptions.of(new JournalOptions(5 << 19, 5 << 18, 1 << 20, 60_000));
    private static final BrokerOptions OPTIONS =
            new BrokerOptions(Path.of("memory"), Durability.SYNC, 10_000, SMALL, Duration.ZERO);

    @Test
    void shouldNeverHoldMoreThanItMayAndCountWhatIsThere() {
        EachSeed.fromAnywhere(SEEDS, seed -> new Run(seed, LocalLog::open).run());
    }

    @Test
    void shouldDoSoOnALogWithHoles() {
        EachSeed.fromAnywhere(SEEDS, seed -> new Run(seed, HoleyLog.Opening.holey(seed)).run());
    }

    @Test
    void shouldDoSoOnALogThatHasToFetchItsRecords() {
        EachSeed.fromAnywhere(SEEDS, seed -> new Run(seed, HoleyLog.Opening.distant(seed)).run());
    }

    private static final class Run {

        private final Random random;
        private final long seed;
        private final ManualClock clock = new ManualClock();
        private final boolean isQueue;
        private final Limits limits;
        private final HoleyLog.Opening opening;
        private FaultyStorage storage;

        private Run(long seed, HoleyLog.Opening opening) {
            this.opening = opening;
            this.seed = seed;
            random = new Random(seed);
            storage = new FaultyStorage(random.nextLong());
            isQueue = random.nextBoolean();
            var overflow = Overflow.values()[random.nextInt(3)];
            long maxMessages = random.nextInt(3) == 0 ? 0 : 5 + random.nextInt(20);
            long maxBytes = maxMessages == 0 || random.nextBoolean() ? 500 + random.nextInt(3_000) : 0;
            limits = Limits.builder()
                    .maxMessages(maxMessages)
                    .maxBytes(maxBytes)
                    .overflow(overflow)
                    .build();
        }

        private void run() {
            for (int life = 0; life < LIVES; life++) {
                boolean crashes = random.nextInt(3) > 0;
                if (crashes) {
                    storage.crashAt(1 + random.nextInt(MAX_CHANGES_UNTIL_CRASH));
                }
                try (var broker = open()) {
                    live(broker, life);
                    if (crashes) {
                        storage.crash();
                    }
                } catch (PenstockException | JournalException | CompletionException e) {
                    requireCrash(e);
                }
                storage = crashes ? storage.afterCrash() : storage;
            }
            try (var broker = open()) {
                declare(broker);
                check(broker);
            }
        }

        private Broker open() {
            return EmbeddedBroker.open(OPTIONS, clock, owner -> opening.open(storage, SMALL, clock, owner));
        }

        private List<String> subscriptions() {
            return isQueue ? List.of("d") : List.of("one", "two");
        }

        private void declare(Broker broker) {
            broker.declare(Destination.queue("other").build());
            broker.prepared().forEach(each -> broker.rollbackPrepared(each.globalId()));
            var plain = isQueue
                    ? Destination.queue("d").partitions(2).build()
                    : Destination.topic("d").partitions(2).build();
            broker.declare(plain.copy().limits(limits).build());
            if (!isQueue) {
                for (var name : subscriptions()) {
                    broker.declare(Subscription.ofTopic("d", name)
                            .deadLetter(DeadLetterPolicy.DISCARD)
                            .build());
                }
            }
        }

        private void live(Broker broker, int life) {
            declare(broker);
            check(broker);
            var inboxes = new ArrayList<ConcurrentLinkedQueue<Delivery>>();
            for (var name : subscriptions()) {
                var inbox = new ConcurrentLinkedQueue<Delivery>();
                inboxes.add(inbox);
                var options = isQueue
                        ? ConsumerOptions.ofQueue("d", "c").build()
                        : ConsumerOptions.ofTopic("d", name, "c").build();
                broker.consume(options, inbox::addAll).request(1_000_000);
            }
            var senders = new ArrayList<CompletableFuture<Void>>();
            for (int i = 0; i < SENDERS; i++) {
                var own = new Random(seed * 31 + life * 7L + i);
                senders.add(CompletableFuture.runAsync(() -> send(broker, own)));
            }
            var all = CompletableFuture.allOf(senders.toArray(CompletableFuture[]::new));
            while (!all.isDone()) {
                consume(inboxes.get(random.nextInt(inboxes.size())));
                if (limits.overflow() != Overflow.DISCARD_OLDEST && !storage.isCrashed()) {
                    requireWithinLimits(
                            broker.statistics("d").depth(),
                            broker.statistics("d").depthBytes());
                }
                if (random.nextInt(40) == 0) {
                    broker.operations().purge("d", subscriptions().get(0), "test");
                }
            }
            settled(all);
            check(broker);
        }

        private void requireWithinLimits(long messages, long bytes) {
            assertThat(limits.maxMessages() == 0 || messages <= limits.maxMessages())
                    .as("%d messages within %s", messages, limits)
                    .isTrue();
            assertThat(limits.maxBytes() == 0 || bytes <= limits.maxBytes())
                    .as("%d bytes within %s", bytes, limits)
                    .isTrue();
        }

        private void send(Broker broker, Random own) {
            var onTheWay = new ArrayList<CompletionStage<?>>();
            for (int i = 0; i < SENDS; i++) {
                try {
                    switch (own.nextInt(5)) {
                        case 0 -> broker.send(message(own));
                        case 1 -> onTheWay.add(broker.sendAsync(message(own)));
                        case 2 ->
                            onTheWay.add(broker.sendAllAsync(List.of(
                                    message(own),
                                    message(own),
                                    Message.to("other").body("o").build())));
                        case 3 -> {
                            var transaction = broker.begin();
                            transaction.send(message(own));
                            transaction.send(Message.to("other").body("o").build());
                            onTheWay.add(transaction.commitAsync());
                        }
                        default -> prepared(broker, own);
                    }
                } catch (PenstockException.LimitReached e) {
                    // Which of them are refused is for the destination to say.
                }
            }
            // Those who wait for room may wait for ever, since nobody consumes once the senders are done.
            onTheWay.removeIf(stage -> !stage.toCompletableFuture().isDone() && limits.overflow() == Overflow.BLOCK);
            onTheWay.forEach(this::settled);
        }

        private void prepared(Broker broker, Random own) {
            var id = new byte[12];
            own.nextBytes(id);
            var transaction = broker.begin();
            transaction.send(message(own));
            settled(transaction.prepareAsync(id));
            if (broker.prepared().stream().anyMatch(each -> Arrays.equals(each.globalId(), id))) {
                if (own.nextBoolean()) {
                    broker.commitPrepared(id);
                } else {
                    broker.rollbackPrepared(id);
                }
            }
        }

        /** It has ended: as it should, since there was no room, or since the storage crashed. */
        private void settled(CompletionStage<?> stage) {
            try {
                UntilCrash.outcome(stage);
            } catch (CompletionException e) {
                if (!(e.getCause() instanceof PenstockException.LimitReached)) {
                    requireCrash(e);
                }
            }
        }

        private static Message message(Random own) {
            return Message.to("d")
                    .key("k" + own.nextInt(9))
                    .body("x".repeat(own.nextInt(100)))
                    .build();
        }

        private void consume(ConcurrentLinkedQueue<Delivery> inbox) {
            var delivery = inbox.poll();
            if (delivery == null) {
                Thread.onSpinWait();
                return;
            }
            switch (random.nextInt(6)) {
                case 0 -> delivery.releaseAsync(Duration.ZERO, false);
                case 1 -> delivery.rejectAsync(DeadLetterReason.REJECTED, "bad", null);
                default -> delivery.acceptAsync();
            }
        }

        private void requireCrash(RuntimeException e) {
            if (!storage.isCrashed()) {
                throw e;
            }
        }

        /** What is counted comes to what is there, once everything that is on its way has arrived. */
        private void check(Broker broker) {
            if (storage.isCrashed()) {
                return;
            }
            boolean isMadeUpFor = makeUpForPromises(broker);
            await().untilAsserted(() -> {
                if (storage.isCrashed()) {
                    return;
                }
                var statistics = broker.statistics("d");
                long messages = 0;
                long bytes = 0;
                for (var name : subscriptions()) {
                    var waiting = broker.browse(
                            BrowseRequest.all("d", 10_000).subscription(name).build());
                    messages = Math.max(messages, waiting.size());
                    bytes = Math.max(
                            bytes, waiting.stream().mapToLong(Run::size).sum());
                }
                assertThat(statistics.depth()).isEqualTo(messages);
                assertThat(statistics.depthBytes()).isEqualTo(limits.maxBytes() == 0 ? -1 : bytes);
                if (isMadeUpFor) {
                    requireWithinLimits(messages, bytes);
                }
            });
        }

        /**
         * What prepared transactions brought beyond the limit goes with the next that is sent, unless consumers have
         * it.
         */
        private boolean makeUpForPromises(Broker broker) {
            try {
                if (limits.overflow() == Overflow.DISCARD_OLDEST) {
                    broker.send(message(random));
                }
                return true;
            } catch (PenstockException.LimitReached e) {
                return false;
            }
        }

        private static long size(StoredMessage stored) {
            return EncodedRecord.of(0, stored.message().key(), stored.message().body(), EncodedRecord.HeaderSource.NONE)
                    .bytes()
                    .length;
        }
    }
}
