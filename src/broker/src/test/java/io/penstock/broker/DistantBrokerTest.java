package io.penstock.broker;

import io.penstock.BrowseRequest;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Limits;
import io.penstock.Message;
import io.penstock.Ordering;
import io.penstock.Overflow;
import io.penstock.PullConsumer;
import io.penstock.ReplayRequest;
import io.penstock.StartPosition;
import io.penstock.Subscription;
import io.penstock.broker.alert.AlertFile;
import io.penstock.broker.share.LastLooks;
import io.penstock.conformance.BrokerFactory;
import io.penstock.journal.log.LocalLog;
import io.penstock.journal.storage.DirectoryStorage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import static io.penstock.conformance.tool.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A log whose records all have to be fetched, and some of them do not come: whoever waits for those keeps nobody from
 * anything, and leaves nothing behind.
 */
class DistantBrokerTest extends BrokerTest {

    /** The destination that a test declares first has the partitions from this one on. */
    private static final int FIRST = 0;

    /** Enough for chance to do everything that it can. */
    private static final int ROUNDS = 20;

    private DistantLog log;

    @Override
    public BrokerFactory factory() {
        return (where, time) -> EmbeddedBroker.open(
                BrokerOptions.in(where).withDurability(Durability.OS).withLog(SMALL_FILES),
                time,
                owner -> log = new DistantLog(LocalLog.open(DirectoryStorage.open(where), SMALL_FILES, time, owner), 1),
                new AlertFile(where));
    }

    @BeforeEach
    void everythingIsFar() {
        log.everythingIsFar();
    }

    /** Somebody waits for something of that partition. */
    private void awaited(int partition) {
        await().until(() -> log.awaited(partition) > 0);
    }

    private static List<String> bodies(List<Delivery> deliveries) {
        return deliveries.stream().map(each -> each.message().bodyText()).toList();
    }

    @Test
    void shouldServeOthersWhileAQueueWaitsForRecordsThatNeverCome() {
        broker.declare(Destination.queue("stuck").build());
        log.unreachable(FIRST);
        send("stuck", "a");
        try (var stuck = consumeQueue("stuck")) {
            awaited(FIRST);
            // More than there are loops, so that some share the loop of the one that waits.
            for (int i = 0; i < 8; i++) {
                String name = "q" + i;
                broker.declare(Destination.queue(name).build());
                send(name, "b", "c");
                try (var inbox = consumeQueue(name)) {
                    inbox.next(2).forEach(delivery -> done(delivery.acceptAsync()));
                }
                assertThat(broker.statistics(name).depth()).isZero();
            }
            stuck.expectNothing();
            assertThat(log.awaited(FIRST)).isEqualTo(1);

            log.reach(FIRST);

            assertThat(stuck.next().message().bodyText()).isEqualTo("a");
        }
    }

    @Test
    void shouldServeOtherPartitionsOfTheSameQueue() {
        broker.declare(Destination.queue("q").partitions(2).build());
        log.unreachable(FIRST);
        broker.send(Message.to("q").body("far").key(keyOf(0)).build());
        broker.send(Message.to("q").body("near").key(keyOf(1)).build());

        try (var inbox = consumeQueue("q")) {
            assertThat(inbox.next().message().bodyText()).isEqualTo("near");
            awaited(FIRST);
            inbox.expectNothing();
            log.reach(FIRST);
            assertThat(inbox.next().message().bodyText()).isEqualTo("far");
        }
    }

    /** A key that goes to that partition of two. */
    private String keyOf(int partition) {
        for (int i = 0; ; i++) {
            String key = "k" + i;
            broker.declare(Destination.queue("probe").partitions(2).build());
            if (broker.send(Message.to("probe").body("").key(key).build()).partition() == partition) {
                return key;
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Ordering.class)
    void shouldHandOutInOrderWhatCameLate(Ordering ordering) {
        queue(Subscription.ofQueue("q").ordering(ordering));
        log.unreachable(FIRST);
        send("q", "a", "b", "c");
        try (var inbox = consumeQueue("q")) {
            awaited(FIRST);
            log.reach(FIRST);
            var first = inbox.next(3);
            assertThat(bodies(first)).containsExactly("a", "b", "c");

            log.unreachable(FIRST);
            first.forEach(delivery -> delivery.releaseAsync(Duration.ZERO, false));
            awaited(FIRST);
            send("q", "d");
            inbox.expectNothing();
            log.reach(FIRST);

            assertThat(bodies(inbox.next(4))).containsExactly("a", "b", "c", "d");
        }
    }

    @Test
    void shouldCloseWhileSomebodyWaits() {
        broker.declare(Destination.queue("q").build());
        log.unreachable(FIRST);
        send("q", "a");
        var inbox = consumeQueue("q");
        awaited(FIRST);

        reopen();

        assertThat(inbox.poll()).isEmpty();
        try (var again = consumeQueue("q")) {
            assertThat(again.next().deliveries()).as("it went to nobody before").isEqualTo(1);
        }
    }

    @Test
    void shouldWaitForNothingOfAQueueThatIsDeleted() {
        broker.declare(Destination.queue("q").build());
        log.unreachable(FIRST);
        send("q", "a");
        consumeQueue("q");
        awaited(FIRST);

        broker.operations().delete("q", true, "test");

        await().until(() -> log.awaited(FIRST) == 0);
    }

    @Test
    void shouldWaitForOnePlaceAloneHoweverOftenItIsMoved() {
        broker.declare(Destination.topic("t").build());
        broker.declare(Subscription.ofTopic("t", "s").build());
        send("t", "a", "b", "c");
        log.unreachable(FIRST);
        try (var inbox = consume(ConsumerOptions.ofTopic("t", "s", "c").build())) {
            for (int i = 0; i < 20; i++) {
                awaited(FIRST);
                broker.seek("t", "s", StartPosition.atOffset(i % 2));
            }
            awaited(FIRST);
            assertThat(log.awaited(FIRST)).isEqualTo(1);
            broker.seek("t", "s", StartPosition.LATEST);
            await().until(() -> log.awaited(FIRST) == 0);
            broker.seek("t", "s", StartPosition.atOffset(1));
            awaited(FIRST);

            log.reach(FIRST);

            assertThat(bodies(inbox.next(2))).containsExactly("b", "c");
        }
    }

    @Test
    void shouldHandOutNothingThatComesWhileItIsPaused() {
        broker.declare(Destination.queue("q").build());
        log.unreachable(FIRST);
        send("q", "a");
        try (var inbox = consumeQueue("q")) {
            awaited(FIRST);
            broker.pause("q", "q");
            log.reach(FIRST);
            await().until(() -> log.awaited(FIRST) == 0);
            inbox.expectNothing();

            broker.resume("q", "q");

            assertThat(inbox.next().message().bodyText()).isEqualTo("a");
        }
    }

    @Test
    void shouldGoOnForAnotherConsumerIfTheOneThatItWaitedForHasLeft() {
        broker.declare(Destination.queue("q").build());
        log.unreachable(FIRST);
        send("q", "a");
        consumeQueue("q").close();
        try (var inbox = consumeQueue("q")) {
            awaited(FIRST);
            log.reach(FIRST);
            assertThat(inbox.next().message().bodyText()).isEqualTo("a");
        }
    }

    @Test
    void shouldPurgeWhatNobodyCanRead() {
        broker.declare(Destination.queue("q").build());
        log.unreachable(FIRST);
        send("q", "a", "b");
        try (var inbox = consumeQueue("q")) {
            awaited(FIRST);

            assertThat(broker.operations().purge("q", null, "test").messages()).isEqualTo(2);

            log.reach(FIRST);
            send("q", "c");
            assertThat(inbox.next().message().bodyText()).isEqualTo("c");
        }
        assertThat(broker.statistics("q").depth()).isEqualTo(1);
    }

    @Test
    void shouldTakeAPartitionOfflineThatTurnsOutToBeDamaged() {
        broker.declare(Destination.queue("q").partitions(2).build());
        String far = keyOf(0);
        String near = keyOf(1);
        broker.send(Message.to("q").body("lost").key(far).build());
        broker.send(Message.to("q").body("kept").key(near).build());
        log.lose(FIRST);
        try (var inbox = consumeQueue("q")) {
            assertThat(inbox.next().message().bodyText()).isEqualTo("kept");
            inbox.expectNothing();
        }
        assertThat(broker.health().detail()).contains("lost on the way");
        await().until(() -> log.awaited(FIRST) == 0);
    }

    @Test
    void shouldFindWithoutWaitingOnlyWhatComesInTime() throws Exception {
        broker.declare(Destination.queue("q").build());
        for (int i = 0; i <= ROUNDS; i++) {
            send("q", "m" + i);
        }
        try (PullConsumer consumer = broker.consume(
                ConsumerOptions.ofQueue("q", "c").lease(Duration.ZERO).build())) {
            for (int i = 0; i < ROUNDS; i++) {
                assertThat(consumer.receive(Duration.ZERO))
                        .as("what has to be fetched is there")
                        .isPresent();
            }
            log.unreachable(FIRST);

            var found = CompletableFuture.supplyAsync(() -> receive(consumer));
            awaited(FIRST);
            await().until(() -> {
                pass(Duration.ofMillis(LastLooks.MOST_MILLIS));
                return found.isDone();
            });

            assertThat(found).isCompletedWithValue(0);
            log.reach(FIRST);
            assertThat(consumer.receive(PATIENCE)).isPresent();
        }
    }

    private static int receive(PullConsumer consumer) {
        try {
            return consumer.receive(10, Duration.ZERO).size();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldThrowAwayTheOldestWhereverTheyLie() {
        broker.declare(Destination.queue("q")
                .partitions(2)
                .limits(Limits.ofMessages(2).overflow(Overflow.DISCARD_OLDEST).build())
                .build());
        String first = keyOf(0);
        String second = keyOf(1);
        broker.send(Message.to("q").body("oldest").key(second).build());
        pass(Duration.ofSeconds(1));
        broker.send(Message.to("q").body("older").key(first).build());
        log.unreachable(FIRST + 1);

        var third = broker.sendAsync(Message.to("q").body("newest").key(first).build())
                .toCompletableFuture();
        awaited(FIRST + 1);
        assertThat(third).isNotDone();
        log.reach(FIRST + 1);

        done(third);
        assertThat(broker.browse(BrowseRequest.waiting("q", 10).build()))
                .extracting(stored -> stored.message().bodyText())
                .containsExactly("older", "newest");
    }

    @Test
    void shouldTellASenderThatWaitsForWhatIsToBeThrownAwayThatTheQueueIsDeleted() {
        broker.declare(Destination.queue("q")
                .partitions(2)
                .limits(Limits.ofMessages(2).overflow(Overflow.DISCARD_OLDEST).build())
                .build());
        broker.send(Message.to("q").body("a").key(keyOf(0)).build());
        broker.send(Message.to("q").body("b").key(keyOf(1)).build());
        log.unreachable(FIRST);
        log.unreachable(FIRST + 1);
        var third = broker.sendAsync(Message.to("q").body("c").build()).toCompletableFuture();
        awaited(FIRST);
        awaited(FIRST + 1);

        broker.operations().delete("q", true, "test");

        assertThat(third.handle((receipt, failure) -> "over")).succeedsWithin(PATIENCE);
        await().until(() -> log.awaited(FIRST) + log.awaited(FIRST + 1) == 0);
    }

    @Test
    void shouldExpireWhatHasToBeFetched() {
        broker.declare(Destination.queue("q").build());
        for (int i = 0; i < 20; i++) {
            broker.send(Message.to("q")
                    .body("m" + i)
                    .expiresAt(clock.instant().plusSeconds(10))
                    .build());
        }
        send("q", "stays");

        await().until(() -> {
            pass(Duration.ofSeconds(1));
            return broker.statistics("q").depth() == 1;
        });
    }

    @Test
    void shouldSettleWhatDidNotOutliveItsProcessAndHasToBeFetched() {
        broker.declare(Destination.queue("q").build());
        for (int i = 0; i < 20; i++) {
            broker.send(
                    Message.to("q").body("m" + i).durability(Durability.MEMORY).build());
        }
        send("q", "stays");

        reopen();
        log.everythingIsFar();

        await().until(() -> broker.statistics("q").depth() == 1);
    }

    @Test
    void shouldReplayWhatHasToBeFetched() {
        broker.declare(Destination.topic("t").build());
        send("t", "a", "b", "c");

        var replay =
                broker.replay(ReplayRequest.all("t").build(), deliveries -> deliveries.forEach(Delivery::acceptAsync));
        replay.request(Long.MAX_VALUE);

        assertThat(replay.doneAsync().toCompletableFuture())
                .succeedsWithin(PATIENCE)
                .isEqualTo(3L);
    }

    @Test
    void shouldLookForTheTimeOfASeekThatAHandlerCommits() {
        broker.declare(Destination.topic("t").build());
        broker.declare(Subscription.ofTopic("t", "s").build());
        send("t", "a");
        pass(Duration.ofSeconds(1));
        var since = clock.instant();
        send("t", "b");
        broker.declare(Destination.queue("q").build());
        var committed = new CompletableFuture<Void>();
        broker.consume(ConsumerOptions.ofQueue("q", "c").build(), deliveries -> {
                    var transaction = broker.begin();
                    deliveries.forEach(transaction::accept);
                    transaction.seek("t", "s", StartPosition.atTime(since));
                    transaction.commitAsync().whenComplete((done, failure) -> {
                        if (failure == null) {
                            committed.complete(null);
                        } else {
                            committed.completeExceptionally(failure);
                        }
                    });
                })
                .request(1);

        send("q", "go");

        done(committed);
        try (var inbox = consume(ConsumerOptions.ofTopic("t", "s", "c").build())) {
            assertThat(inbox.next().message().bodyText()).isEqualTo("b");
        }
    }
}
