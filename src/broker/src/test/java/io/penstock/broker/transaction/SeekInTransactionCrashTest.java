package io.penstock.broker.transaction;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.StartPosition;
import io.penstock.Subscription;
import io.penstock.Transaction;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.broker.FailingStorage;
import io.penstock.broker.UntilCrash;
import io.penstock.conformance.fault.FaultyStorage;
import io.penstock.conformance.tool.ManualClock;
import io.penstock.conformance.tool.Patience;
import io.penstock.journal.log.LocalLog;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.young.JournalOptions;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

import static io.penstock.conformance.tool.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

/** A transaction that accepts, sends and seeks, on a storage that is slow, full, broken, or crashes at each change. */
class SeekInTransactionCrashTest {

    private static final Duration PATIENCE = Patience.LONG;
    private static final int SEEDS = 3;
    private static final int PRICES = 3;

    private static final JournalOptions FILES = new JournalOptions(5 << 19, 5 << 18, 1 << 20, 60_000);
    private static final LogOptions SMALL = LogOptions.of(FILES).withRoundMillis(0);

    private static final LogOptions KEEPS_1000 =
            LogOptions.of(new JournalOptions(8 << 20, 4 << 20, 1 << 20, 50).withMinFreeBytes(1_000));

    private final ManualClock clock = new ManualClock();
    private final FailingStorage storage = new FailingStorage();

    private Broker openFailing() {
        var options = new BrokerOptions(Path.of("memory"), Durability.SYNC, 100 << 10, KEEPS_1000);
        return EmbeddedBroker.open(options, clock, owner -> LocalLog.open(storage, KEEPS_1000, clock, owner));
    }

    private static BlockingQueue<Delivery> consume(Broker broker, ConsumerOptions options) {
        var inbox = new LinkedBlockingQueue<Delivery>();
        broker.consume(options.copy().lease(Duration.ZERO).build(), inbox::addAll)
                .request(100);
        return inbox;
    }

    private static BlockingQueue<Delivery> declareAndConsume(Broker broker) {
        broker.declare(Destination.queue("in").build());
        broker.declare(Destination.queue("out").build());
        broker.declare(Destination.topic("prices").build());
        broker.declare(Subscription.ofTopic("prices", "s")
                .start(StartPosition.EARLIEST)
                .build());
        return consume(broker, ConsumerOptions.ofTopic("prices", "s", "c").build());
    }

    private static ConditionFactory soon() {
        return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1));
    }

    private static Delivery next(BlockingQueue<Delivery> inbox) {
        soon().until(() -> !inbox.isEmpty());
        return inbox.poll();
    }

    private static long waiting(Broker broker, String destination) {
        return broker.statistics(destination).subscriptions().get(0).waiting();
    }

    private static Transaction backToTheBeginning(Broker broker, Delivery accepted) {
        var transaction = broker.begin();
        transaction.accept(accepted);
        transaction.send(Message.to("out").body("x").build());
        transaction.seek("prices", "s", StartPosition.EARLIEST);
        return transaction;
    }

    @Test
    void shouldHandOutNothingOfItBeforeItIsDurable() {
        try (var broker = openFailing()) {
            var inbox = declareAndConsume(broker);
            broker.send(Message.to("prices").body("a").build());
            broker.send(Message.to("in").body("i").build());
            assertThat(next(inbox).acceptAsync()).succeedsWithin(PATIENCE);
            var transaction = backToTheBeginning(
                    broker,
                    next(consume(broker, ConsumerOptions.ofQueue("in", "c").build())));
            storage.gate = new CompletableFuture<>();

            var commit = transaction.commitAsync();

            assertThat(waiting(broker, "prices")).isZero();
            assertThat(broker.browse(BrowseRequest.waiting("out", 1).build())).isEmpty();
            assertThat(inbox).isEmpty();
            assertThat(commit.toCompletableFuture()).isNotDone();
            storage.gate.complete(null);
            assertThat(commit).succeedsWithin(PATIENCE);
            assertThat(next(inbox).message().bodyText()).isEqualTo("a");
            assertThat(broker.browse(BrowseRequest.waiting("out", 1).build())).hasSize(1);
        }
    }

    @Test
    void shouldGoOnWhereItWasIfThereIsNoSpaceForIt() {
        try (var broker = openFailing()) {
            var inbox = declareAndConsume(broker);
            broker.send(Message.to("prices").body("a").build());
            broker.send(Message.to("prices").body("b").build());
            broker.send(Message.to("in").body("i").build());
            assertThat(next(inbox).acceptAsync()).succeedsWithin(PATIENCE);
            var held = next(inbox);
            var transaction = backToTheBeginning(
                    broker,
                    next(consume(broker, ConsumerOptions.ofQueue("in", "c").build())));
            transaction.accept(held);
            storage.usableBytes = 999;
            await().until(() -> broker.health().detail().contains("999 bytes are free"));

            assertThat(transaction.commitAsync())
                    .failsWithin(PATIENCE)
                    .withThrowableThat()
                    .withCauseInstanceOf(PenstockException.StorageFull.class);

            assertThat(waiting(broker, "prices")).isEqualTo(1);
            assertThat(waiting(broker, "in")).isEqualTo(1);
            assertThat(held.acceptAsync()).succeedsWithin(PATIENCE);
            storage.usableBytes = Long.MAX_VALUE;
            await().until(() -> !broker.health().detail().contains("free"));
            broker.send(Message.to("prices").body("c").build());
            assertThat(next(inbox).message().bodyText()).isEqualTo("c");
        }
    }

    @Test
    void shouldTellWhoCommitsThatTheDiskIsBroken() {
        try (var broker = openFailing()) {
            var inbox = declareAndConsume(broker);
            broker.send(Message.to("prices").body("a").build());
            broker.send(Message.to("in").body("i").build());
            next(inbox);
            var transaction = backToTheBeginning(
                    broker,
                    next(consume(broker, ConsumerOptions.ofQueue("in", "c").build())));
            storage.breakDown();

            assertThat(transaction.commitAsync())
                    .failsWithin(PATIENCE)
                    .withThrowableThat()
                    .withCauseInstanceOf(PenstockException.Unavailable.class);
            assertThat(inbox).isEmpty();
        }
    }

    @Test
    void shouldHappenAsAWholeOrNotAtAllWhereverItCrashes() throws InterruptedException {
        for (int seed = 0; seed < SEEDS; seed++) {
            long last = new Run(seed).run(Integer.MAX_VALUE);
            for (int change = 1; change <= last; change++) {
                new Run(seed).run(change);
            }
        }
    }

    private static final class Run {

        private final ManualClock clock = new ManualClock();
        private FaultyStorage storage;
        private boolean isReady;
        private boolean isCommitted;

        private Run(long seed) {
            storage = new FaultyStorage(seed);
        }

        /** Crashes at that change at the latest; returns how many there were. */
        private long run(int change) throws InterruptedException {
            storage.crashAt(change);
            UntilCrash.run(storage, this::open, this::live);
            long changes = storage.changes();
            storage = storage.afterCrash();
            try (var broker = open()) {
                check(broker, "crashed at change " + change);
            }
            return changes;
        }

        private Broker open() {
            var options = new BrokerOptions(Path.of("memory"), Durability.SYNC, 100 << 10, SMALL);
            return EmbeddedBroker.open(options, clock, owner -> LocalLog.open(storage, SMALL, clock, owner));
        }

        private void live(Broker broker) {
            var prices = declareAndConsume(broker);
            for (int i = 0; i < PRICES; i++) {
                broker.send(Message.to("prices").body("p" + i).build());
            }
            broker.send(Message.to("in").body("i").build());
            var in = consume(broker, ConsumerOptions.ofQueue("in", "c").build());
            for (int i = 0; i < PRICES - 1; i++) {
                if (!isThere(prices)) {
                    return;
                }
                UntilCrash.outcome(prices.poll().acceptAsync());
            }
            if (!isThere(prices) || !isThere(in)) {
                return;
            }
            isReady = true;
            var transaction = backToTheBeginning(broker, in.poll());
            transaction.accept(prices.poll());
            UntilCrash.outcome(transaction.commitAsync());
            isCommitted = true;
        }

        /** False if the storage crashes in the background before anything is handed out. */
        private boolean isThere(BlockingQueue<Delivery> inbox) {
            soon().until(() -> !inbox.isEmpty() || storage.isCrashed());
            return !inbox.isEmpty();
        }

        private void check(Broker broker, String as) {
            var inbox = declareAndConsume(broker);
            if (!isReady) {
                return;
            }
            boolean happened = waiting(broker, "in") == 0;
            assertThat(happened || !isCommitted).as(as).isTrue();
            assertThat(waiting(broker, "prices")).as(as).isEqualTo(happened ? PRICES : 1);
            assertThat(broker.browse(BrowseRequest.waiting("out", 10).build()))
                    .as(as)
                    .hasSize(happened ? 1 : 0);
            var first = next(inbox);
            assertThat(first.message().bodyText()).as(as).isEqualTo(happened ? "p0" : "p" + (PRICES - 1));
        }
    }
}
