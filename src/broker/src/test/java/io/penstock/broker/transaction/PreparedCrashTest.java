package io.penstock.broker.transaction;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.broker.HoleyLog;
import io.penstock.broker.UntilCrash;
import io.penstock.conformance.fault.FaultyStorage;
import io.penstock.conformance.tool.ManualClock;
import io.penstock.conformance.tool.Patience;
import io.penstock.journal.log.LocalLog;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.young.JournalOptions;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

import static org.assertj.core.api.Assertions.assertThat;

/** A prepared transaction whose storage crashes at each of its changes: it is prepared, or done, or never was. */
class PreparedCrashTest {

    private static final byte[] ID = {4, 2};
    private static final int SEEDS = 3;

    private static final LogOptions SMALL =
            LogOptions.of(new JournalOptions(5 << 19, 5 << 18, 1 << 20, 60_000)).withRoundMillis(0);

    private static final BrokerOptions OPTIONS = new BrokerOptions(Path.of("memory"), Durability.OS, 100 << 10, SMALL);

    @Test
    void shouldBePreparedOrDoneWhereverItCrashes() throws InterruptedException {
        crashEverywhere(seed -> LocalLog::open);
    }

    @Test
    void shouldDoSoOnALogWithHoles() throws InterruptedException {
        crashEverywhere(HoleyLog.Opening::holey);
    }

    @Test
    void shouldDoSoOnALogThatHasToFetchItsRecords() throws InterruptedException {
        crashEverywhere(HoleyLog.Opening::distant);
    }

    private static void crashEverywhere(LongFunction<HoleyLog.Opening> openings) throws InterruptedException {
        for (boolean commit : new boolean[] {true, false}) {
            for (int seed = 0; seed < SEEDS; seed++) {
                long last = new Run(seed, commit, openings.apply(seed)).run(Integer.MAX_VALUE);
                for (int change = 1; change <= last; change++) {
                    new Run(seed, commit, openings.apply(seed)).run(change);
                }
            }
        }
    }

    private static final class Run {

        private final ManualClock clock = new ManualClock();
        private final boolean commit;
        private final HoleyLog.Opening opening;
        private FaultyStorage storage;
        private boolean isSent;
        private boolean isPrepared;
        private boolean isEnding;
        private boolean isEnded;

        private Run(long seed, boolean commit, HoleyLog.Opening opening) {
            this.opening = opening;
            this.commit = commit;
            storage = new FaultyStorage(seed);
        }

        /** Crashes at that change at the latest; returns how many there were. */
        private long run(int change) throws InterruptedException {
            storage.crashAt(change);
            UntilCrash.run(storage, this::open, this::live);
            long changes = storage.changes();
            storage = storage.afterCrash();
            try (var broker = open()) {
                check(broker, change);
            }
            return changes;
        }

        private Broker open() {
            return EmbeddedBroker.open(OPTIONS, clock, owner -> opening.open(storage, SMALL, clock, owner));
        }

        private static BlockingQueue<Delivery> consume(Broker broker) {
            broker.declare(Destination.queue("in").build());
            broker.declare(Destination.queue("out").partitions(2).build());
            var inbox = new LinkedBlockingQueue<Delivery>();
            broker.consume(
                            ConsumerOptions.ofQueue("in", "c")
                                    .lease(Duration.ZERO)
                                    .build(),
                            inbox::addAll)
                    .request(10);
            return inbox;
        }

        private void live(Broker broker) throws InterruptedException {
            var inbox = consume(broker);
            broker.send(Message.to("in").body("a").durability(Durability.SYNC).build());
            isSent = true;
            var delivery = next(inbox);
            if (delivery == null) {
                return;
            }
            var transaction = broker.begin();
            transaction.accept(delivery);
            transaction.send(Message.to("out").key("1").id("x").build());
            transaction.send(Message.to("out").key("2").body("y").build());
            transaction.prepareAsync(ID).toCompletableFuture().join();
            isPrepared = true;
            isEnding = true;
            end(broker);
            isEnded = true;
        }

        /** Null if the storage crashes in the background before anything is handed out. */
        private Delivery next(BlockingQueue<Delivery> inbox) throws InterruptedException {
            for (int looks = 0; looks < 1_000; looks++) {
                var delivery = inbox.poll(10, TimeUnit.MILLISECONDS);
                if (delivery != null || storage.isCrashed()) {
                    return delivery;
                }
            }
            throw new AssertionError("Nothing was handed out, and the storage has not crashed.");
        }

        private void end(Broker broker) {
            if (commit) {
                broker.commitPrepared(ID);
            } else {
                broker.rollbackPrepared(ID);
            }
        }

        private void check(Broker broker, int change) throws InterruptedException {
            var inbox = consume(broker);
            var as = "crashed at change " + change + (commit ? " of a commit" : " of a rollback");
            var prepared = broker.prepared();
            assertThat(isEnded && !prepared.isEmpty()).as(as).isFalse();
            int in = broker.browse(BrowseRequest.waiting("in", 10).build()).size();
            int out = broker.browse(BrowseRequest.waiting("out", 10).build()).size();
            if (!prepared.isEmpty()) {
                assertThat(new int[] {in, out}).as(as).containsExactly(1, 0);
                broker.statistics("in");
                assertThat(inbox).as(as).isEmpty();
                end(broker);
            } else if (isPrepared) {
                assertThat(isEnding).as(as).isTrue();
            } else if (isSent) {
                assertThat(new int[] {in, out}).as(as).containsExactly(1, 0);
            }
            boolean isDone = isPrepared || !prepared.isEmpty();
            if (isDone && commit) {
                assertThat(broker.browse(BrowseRequest.waiting("in", 10).build()))
                        .as(as)
                        .isEmpty();
                assertThat(broker.browse(BrowseRequest.waiting("out", 10).build()))
                        .as(as)
                        .hasSize(2);
            } else {
                assertThat(broker.browse(BrowseRequest.waiting("out", 10).build()))
                        .as(as)
                        .isEmpty();
                if (isSent) {
                    assertThat(inbox.poll(Patience.SECONDS, TimeUnit.SECONDS))
                            .as(as)
                            .isNotNull();
                }
            }
        }
    }
}
