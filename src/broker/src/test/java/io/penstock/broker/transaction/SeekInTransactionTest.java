package io.penstock.broker.transaction;

import io.penstock.Binding;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.ExchangeType;
import io.penstock.Limits;
import io.penstock.Message;
import io.penstock.Overflow;
import io.penstock.PenstockException;
import io.penstock.StartPosition;
import io.penstock.Subscription;
import io.penstock.Transaction;
import io.penstock.broker.BrokerTest;
import io.penstock.conformance.tool.Patience;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import static io.penstock.conformance.tool.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

/** What commits that seek take from others, and that nobody waits for ever because of it. */
class SeekInTransactionTest extends BrokerTest {

    private static final int ROUNDS = 200;

    private static void expectFailure(CompletionStage<?> stage, Class<? extends Throwable> cause) {
        assertThat(stage.toCompletableFuture())
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(cause);
    }

    private Transaction seeking(String destination, String subscription, StartPosition position) {
        var transaction = broker.begin();
        transaction.seek(destination, subscription, position);
        return transaction;
    }

    private long waiting(String queue) {
        return broker.statistics(queue).subscriptions().get(0).waiting();
    }

    /** Of two that want the same two queues crosswise, one always happens, and the other one hears of it. */
    @Test
    void shouldLetOneOfTwoHappenThatAcceptAndSeekCrosswise() throws Exception {
        broker.declare(Destination.queue("a").build());
        broker.declare(Destination.queue("b").build());
        var ofA = consumeQueue("a");
        var ofB = consumeQueue("b");
        var threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                send("a", "1");
                send("b", "1");
                var fromA = broker.begin();
                fromA.accept(ofA.next());
                fromA.seek("b", "b", StartPosition.LATEST);
                var fromB = broker.begin();
                fromB.accept(ofB.next());
                fromB.seek("a", "a", StartPosition.LATEST);

                int happened = commitTogether(threads, fromA, fromB);

                assertThat(happened).as("round %d", round).isEqualTo(1);
                // What happened accepted one queue's message, and passed the other's.
                assertThat(waiting("a") + waiting("b")).as("round %d", round).isZero();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void shouldLetAtLeastOneOfTwoHappenThatSeekInTheSameSubscriptions() throws Exception {
        broker.declare(Destination.queue("a").build());
        broker.declare(Destination.queue("b").build());
        send("a", "1", "2");
        send("b", "1", "2");
        var threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                var forth = broker.begin();
                forth.seek("a", "a", StartPosition.LATEST);
                forth.seek("b", "b", StartPosition.LATEST);
                var back = broker.begin();
                back.seek("b", "b", StartPosition.EARLIEST);
                back.seek("a", "a", StartPosition.EARLIEST);

                assertThat(commitTogether(threads, forth, back))
                        .as("round %d", round)
                        .isPositive();

                assertThat(waiting("a")).as("round %d", round).isEqualTo(waiting("b"));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Returns how many have happened. */
    private static int commitTogether(ExecutorService threads, Transaction... transactions) throws Exception {
        var barrier = new CyclicBarrier(transactions.length);
        var happened = new ArrayList<CompletableFuture<Boolean>>();
        for (var transaction : transactions) {
            happened.add(CompletableFuture.supplyAsync(
                            () -> {
                                try {
                                    barrier.await();
                                } catch (Exception e) {
                                    throw new AssertionError(e);
                                }
                                return transaction.commitAsync();
                            },
                            threads)
                    .thenCompose(stage -> stage.handle((done, failure) -> {
                        assertThat(failure)
                                .satisfiesAnyOf(
                                        none -> assertThat(none).isNull(),
                                        lost -> assertThat(PenstockException.causeOf(lost))
                                                .isInstanceOf(PenstockException.LeaseLost.class),
                                        other -> assertThat(PenstockException.causeOf(other))
                                                .isInstanceOf(PenstockException.Conflict.class));
                        return failure == null;
                    })));
        }
        int count = 0;
        for (var each : happened) {
            count += each.get(PATIENCE.toSeconds(), TimeUnit.SECONDS) ? 1 : 0;
        }
        return count;
    }

    /** Threads that accept, seek and send at random, over queues that others accept from in the plain way. */
    @Test
    @Timeout(Patience.SECONDS)
    void shouldEndEachOfManyCommitsThatSeekAndAcceptAtRandom() throws Exception {
        long seed = Long.getLong("penstock.seed", new Random().nextInt());
        var names = List.of("a", "b", "c", "d");
        names.forEach(name -> broker.declare(Destination.queue(name).build()));
        var inboxes = names.stream()
                .map(name -> consume(ConsumerOptions.ofQueue(name, "plain")
                        .lease(Duration.ZERO)
                        .build()))
                .toList();
        var threads = Executors.newFixedThreadPool(4);
        try {
            var workers = IntStream.range(0, 4)
                    .mapToObj(worker ->
                            CompletableFuture.runAsync(() -> work(new Random(seed + worker), names, inboxes), threads))
                    .toArray(CompletableFuture<?>[]::new);
            CompletableFuture.allOf(workers).get(Patience.SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("Seed " + seed + " fails; -Dpenstock.seed=" + seed + " tries it again.", e);
        } finally {
            threads.shutdownNow();
        }
        inboxes.forEach(Inbox::close);
        for (var name : names) {
            done(seeking(name, name, StartPosition.LATEST).commitAsync());
            send(name, "last");
            assertThat(consumeQueue(name).next().message().bodyText())
                    .as("queue %s is served, seed %d", name, seed)
                    .isEqualTo("last");
        }
    }

    private void work(Random random, List<String> names, List<Inbox> inboxes) {
        for (int i = 0; i < 150; i++) {
            var transaction = broker.begin();
            for (int parts = 1 + random.nextInt(4); parts > 0; parts--) {
                int which = random.nextInt(names.size());
                String name = names.get(which);
                switch (random.nextInt(3)) {
                    case 0 ->
                        transaction.seek(
                                name,
                                name,
                                random.nextBoolean() ? StartPosition.LATEST : StartPosition.atOffset(i / 2));
                    case 1 -> inboxes.get(which).poll().ifPresent(transaction::accept);
                    default ->
                        transaction.send(Message.to(name)
                                .id("id-" + random.nextInt(50))
                                .body("x")
                                .build());
                }
            }
            inboxes.get(random.nextInt(names.size())).poll().ifPresent(Delivery::acceptAsync);
            try {
                transaction.commitAsync().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                assertThat(e.getCause())
                        .isInstanceOfAny(PenstockException.LeaseLost.class, PenstockException.Conflict.class);
            } catch (Exception e) {
                throw new AssertionError("commit " + i, e);
            }
        }
    }

    @Test
    void shouldGoOnIfThereIsNoRoomForWhatTheTransactionSends() {
        broker.declare(Destination.queue("orders").build());
        broker.declare(
                Destination.queue("full").limits(Limits.ofMessages(1).build()).build());
        send("full", "1");
        send("orders", "a", "b");
        var inbox = consumeQueue("orders");
        var held = inbox.next(2);
        var transaction = seeking("orders", "orders", StartPosition.LATEST);
        transaction.accept(held.get(0));
        transaction.send(Message.to("full").body("2").build());

        expectFailure(transaction.commitAsync(), PenstockException.LimitReached.class);

        var again = inbox.next();
        assertThat(again.message().bodyText()).isEqualTo("b");
        assertThat(again.deliveries()).isEqualTo(1);
        assertThat(waiting("orders")).isEqualTo(2);
        done(held.get(0).acceptAsync());
        done(again.acceptAsync());
    }

    /** The sender that has the id waits for room, which those consumers make that the seek would keep waiting. */
    @Test
    void shouldServeConsumersWhileItWaitsForASenderWhoWaitsForThem() {
        broker.declare(Destination.queue("orders")
                .limits(Limits.ofMessages(1).overflow(Overflow.BLOCK).build())
                .build());
        send("orders", "first");
        var inbox = consumeQueue("orders");
        var held = inbox.next();
        var waitingForRoom =
                broker.sendAsync(Message.to("orders").id("x").body("second").build());
        var transaction = seeking("orders", "orders", StartPosition.LATEST);
        transaction.send(Message.to("orders").id("x").body("third").build());

        var commit = transaction.commitAsync().toCompletableFuture();
        // The seek had taken it; then it was let go, and the message handed out again.
        var again = inbox.next();
        assertThat(again.offset()).isEqualTo(held.offset());
        assertThat(commit).isNotDone();
        done(again.acceptAsync());

        done(waitingForRoom);
        done(commit);
        assertThat(broker.statistics("orders").duplicates()).isEqualTo(1);
    }

    /** A send that is before it in a queue waits for room elsewhere, which those consumers make. */
    @Test
    void shouldNotWaitBehindASenderWhoWaitsForConsumersThatItHoldsBack() {
        broker.declare(Destination.queue("orders")
                .limits(Limits.ofMessages(1).overflow(Overflow.BLOCK).build())
                .build());
        broker.declare(Destination.queue("latest")
                .limits(Limits.ofMessages(1).overflow(Overflow.DISCARD_OLDEST).build())
                .build());
        broker.declare(Destination.exchange("both", ExchangeType.FANOUT).build());
        broker.routing().bind(Binding.all("both", "orders").build());
        broker.routing().bind(Binding.all("both", "latest").build());
        send("orders", "first");
        var inbox = consumeQueue("orders");
        inbox.next();
        var behind = broker.sendAsync(Message.to("both").body("second").build());
        var transaction = seeking("orders", "orders", StartPosition.atOffset(0));
        transaction.send(Message.to("latest").body("third").build());

        expectFailure(transaction.commitAsync(), PenstockException.LimitReached.class);

        done(inbox.next().acceptAsync());
        done(behind);
    }

    /** Its deliveries are on their way, as long as it takes. */
    @Test
    void shouldWaitForTheEndOfAPreparedTransactionAndRefuseOthersMeanwhile() {
        broker.declare(Destination.queue("orders").build());
        send("orders", "a", "b");
        var inbox = consumeQueue("orders");
        var held = inbox.next(2);
        var prepared = broker.begin();
        prepared.accept(held.get(0));
        done(prepared.prepareAsync(new byte[] {1}));

        var commit =
                seeking("orders", "orders", StartPosition.LATEST).commitAsync().toCompletableFuture();
        expectFailure(
                seeking("orders", "orders", StartPosition.EARLIEST).commitAsync(), PenstockException.Conflict.class);
        assertThat(commit).isNotDone();
        broker.commitPrepared(new byte[] {1});

        done(commit);
        assertThat(waiting("orders")).isZero();
        inbox.expectNothing();
    }

    @Test
    void shouldLeaveNothingBehindOfAConsumerThatLeavesMeanwhile() {
        broker.declare(Destination.queue("orders").build());
        send("orders", "a", "b");
        var leaving = consumeQueue("orders");
        var held = leaving.next(2);
        var prepared = broker.begin();
        prepared.accept(held.get(0));
        done(prepared.prepareAsync(new byte[] {1}));
        var commit = seeking("orders", "orders", StartPosition.EARLIEST)
                .commitAsync()
                .toCompletableFuture();
        leaving.close();
        broker.rollbackPrepared(new byte[] {1});

        done(commit);

        assertThat(consumeQueue("orders").next(2))
                .allMatch(delivery -> delivery.deliveries() == 1 && delivery.attempt() == 1);
    }

    @Test
    void shouldCountTheBytesOfWhatASeekBringsBack() {
        broker.declare(Destination.queue("orders")
                .limits(Limits.ofBytes(100_000).build())
                .build());
        send("orders", "12345678", "12345678");
        long each = broker.statistics("orders").depthBytes() / 2;
        var inbox = consumeQueue("orders");
        inbox.next(2).forEach(delivery -> done(delivery.acceptAsync()));
        assertThat(broker.statistics("orders").depthBytes()).isZero();

        done(seeking("orders", "orders", StartPosition.atOffset(1)).commitAsync());

        assertThat(broker.statistics("orders").depthBytes()).isEqualTo(each);
    }

    /** It stands for the queue whose message it threw away: a seek back brings that again, too. */
    @Test
    void shouldSeekWhereTheTransactionThrowsAwayTheOldest() {
        broker.declare(Destination.queue("orders")
                .limits(Limits.ofMessages(2).overflow(Overflow.DISCARD_OLDEST).build())
                .build());
        send("orders", "a", "b");
        var transaction = seeking("orders", "orders", StartPosition.atOffset(1));
        transaction.send(Message.to("orders").body("c").build());

        done(transaction.commitAsync());

        assertThat(consumeQueue("orders").next(2))
                .extracting(delivery -> delivery.message().bodyText())
                .containsExactly("b", "c");
        await().untilAsserted(
                        () -> assertThat(broker.statistics("orders").depth()).isEqualTo(2));
    }

    @Test
    void shouldSeekInTheSubscriptionOfATemporaryTopic() {
        try (var temporary = broker.temporary(DestinationKind.TOPIC)) {
            String name = temporary.destination().name();
            broker.declare(Subscription.ofTopic(name, "s").durable(false).build());
            var inbox = consume(
                    ConsumerOptions.ofTopic(name, "s", "c").lease(Duration.ZERO).build());
            send(name, "a");
            var delivery = inbox.next();
            var transaction = seeking(name, "s", StartPosition.EARLIEST);
            transaction.accept(delivery);

            done(transaction.commitAsync());

            assertThat(inbox.next().message().bodyText()).isEqualTo("a");
        }
    }
}
