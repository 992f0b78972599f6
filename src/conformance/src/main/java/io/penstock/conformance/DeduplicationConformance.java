package io.penstock.conformance;

import io.penstock.BrowseRequest;
import io.penstock.Capability;
import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.Receipt;
import io.penstock.RedriveRequest;
import io.penstock.spi.EngineMessage;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Tests messages whose id was in the destination before. */
public abstract class DeduplicationConformance extends BrokerConformance {

    private static Message message(String id) {
        return Message.to("orders").id(id).body("body of " + id).build();
    }

    private long duplicates() {
        return broker.statistics("orders").duplicates();
    }

    private List<String> waiting(String queue) {
        return broker.browse(BrowseRequest.waiting(queue, 1_000).build()).stream()
                .map(stored -> stored.message().id())
                .toList();
    }

    @Override
    protected Set<Capability> needed() {
        return Set.of(Capability.DEDUPLICATION);
    }

    @Test
    void shouldReturnTheFirstReceiptForTheSecondSend() {
        broker.declare(Destination.queue("orders").partitions(4).build());
        var first = broker.send(message("a"));
        var other = broker.send(message("b"));

        assertThat(broker.send(message("a"))).isEqualTo(first);
        assertThat(broker.sendAsync(message("b")).toCompletableFuture())
                .succeedsWithin(PATIENCE)
                .isEqualTo(other);

        assertThat(waiting("orders")).containsExactlyInAnyOrder("a", "b");
        assertThat(duplicates()).isEqualTo(2);
        assertThat(broker.statistics("orders").sent()).isEqualTo(2);
    }

    @Test
    void shouldSayThatAMessageWasNotWrittenAgain() {
        broker.declare(Destination.queue("orders").partitions(2).build());
        assertThat(broker.send(message("a")).isDuplicate()).isFalse();

        assertThat(broker.send(message("a")).isDuplicate()).isTrue();
        assertThat(broker.sendAsync(message("a")).toCompletableFuture())
                .succeedsWithin(PATIENCE)
                .matches(Receipt::isDuplicate);
        assertThat(broker.send(Message.to("orders")
                                .id("a")
                                .durability(Durability.MEMORY)
                                .build())
                        .isDuplicate())
                .isTrue();
        var together = List.of(
                message("a"), message("b"), message("b"), Message.to("orders").build());
        assertThat(broker.sendAllAsync(together).toCompletableFuture())
                .succeedsWithin(PATIENCE)
                .satisfies(receipts -> assertThat(receipts.stream().map(Receipt::isDuplicate))
                        .containsExactly(true, false, true, false));
        assertThat(broker.statistics("orders").sent()).isEqualTo(3);
    }

    @Test
    void shouldKnowAnIdAfterItsMessageWasPurged() {
        broker.declare(Destination.queue("orders").build());
        var first = broker.send(message("a"));
        broker.operations().purge("orders", null, "test");
        assertThat(waiting("orders")).isEmpty();

        var second = broker.send(message("a"));

        assertThat(second.isDuplicate()).isTrue();
        assertThat(second).isEqualTo(first);
        assertThat(waiting("orders")).isEmpty();
        reopen();
        assertThat(broker.send(message("a")).isDuplicate()).isTrue();
    }

    @Test
    void shouldTakeAnIdAgainAfterItsWindow() {
        broker.declare(
                Destination.queue("orders").deduplication(Duration.ofMinutes(1)).build());
        broker.send(message("a"));
        pass(Duration.ofSeconds(59));
        broker.send(message("a"));
        assertThat(waiting("orders")).hasSize(1);
        pass(Duration.ofSeconds(1));

        broker.send(message("a"));

        assertThat(waiting("orders")).hasSize(2);
    }

    @Test
    void shouldKnowIdsAfterARestartAsLongAsTheirWindowLasts() {
        broker.declare(Destination.queue("orders").partitions(2).build());
        var first = broker.send(message("a"));
        pass(Duration.ofMinutes(4));
        reopen();
        assertThat(broker.send(message("a"))).isEqualTo(first);
        pass(Duration.ofMinutes(1));
        reopen();

        broker.send(message("a"));

        assertThat(waiting("orders")).hasSize(2);
    }

    @Test
    void shouldNotLookAtIdsWhereThatIsOffNorAtGeneratedOnes() {
        broker.declare(Destination.queue("orders").deduplication(Duration.ZERO).build());
        broker.declare(Destination.queue("others").build());
        broker.send(message("a"));
        broker.send(message("a"));
        broker.send(EngineMessage.to("others").generatedId("x").build());
        broker.send(EngineMessage.to("others").generatedId("x").build());
        broker.send(Message.to("others").build());
        broker.send(Message.to("others").build());

        assertThat(waiting("orders")).hasSize(2);
        assertThat(waiting("others")).hasSize(looksAtGeneratedIds() ? 3 : 4);
    }

    /** Whether each generated id is for one message only: a client looks at them where it sends again itself. */
    protected boolean looksAtGeneratedIds() {
        return false;
    }

    @Test
    void shouldSwitchTheWindowOfADestinationThatExists() {
        broker.declare(Destination.queue("orders").deduplication(Duration.ZERO).build());
        assertThatThrownBy(() -> broker.declare(Destination.queue("orders")
                        .deduplication(Duration.ofHours(1))
                        .build()))
                .isInstanceOf(PenstockException.Conflict.class)
                .hasMessageContaining("deduplication PT0S")
                .hasMessageContaining("deduplication PT1H");
        var altered = broker.alter(
                Destination.queue("orders").deduplication(Duration.ofHours(1)).build());
        reopen();
        assertThat(broker.destination("orders")).contains(altered);

        broker.send(message("a"));
        pass(Duration.ofMinutes(59));
        broker.send(message("a"));

        assertThat(waiting("orders")).hasSize(1);
    }

    @Test
    void shouldWriteOneOfManyThatAreSentAtTheSameTime() throws InterruptedException {
        broker.declare(Destination.queue("orders").partitions(3).build());
        int threads = 6;
        int ids = 200;
        var begin = new CountDownLatch(1);
        var pool = Executors.newFixedThreadPool(threads);
        var results = new ArrayList<CompletableFuture<List<Receipt>>>();
        for (int t = 0; t < threads; t++) {
            boolean async = t % 2 == 0;
            results.add(CompletableFuture.supplyAsync(
                    () -> {
                        await(begin);
                        var receipts = new ArrayList<CompletableFuture<Receipt>>();
                        for (int i = 0; i < ids; i++) {
                            receipts.add(
                                    async
                                            ? broker.sendAsync(message("m" + i)).toCompletableFuture()
                                            : CompletableFuture.completedFuture(broker.send(message("m" + i))));
                        }
                        return receipts.stream().map(CompletableFuture::join).toList();
                    },
                    pool));
        }
        begin.countDown();
        var all = new HashSet<>(results.get(0).join());
        for (var each : results) {
            assertThat(new HashSet<>(each.join())).isEqualTo(all);
        }
        pool.shutdown();

        assertThat(all).hasSize(ids);
        assertThat(waiting("orders")).hasSize(ids);
        assertThat(duplicates()).isEqualTo((threads - 1L) * ids);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldLeaveOutOfATransactionWhatWasSent() {
        broker.declare(Destination.queue("orders").build());
        broker.declare(Destination.queue("in").build());
        send("in", "x");
        broker.send(message("a"));
        var transaction = broker.begin();
        transaction.send(message("a"));
        transaction.send(message("b"));
        transaction.send(message("b"));
        transaction.accept(consumeQueue("in").next());

        done(transaction.commitAsync());

        assertThat(waiting("orders")).containsExactly("a", "b");
        assertThat(waiting("in")).isEmpty();
        assertThat(duplicates()).isEqualTo(2);
        reopen();
        broker.send(message("b"));
        assertThat(waiting("orders")).containsExactly("a", "b");
    }

    @Test
    void shouldTakeAnIdAgainThatARefusedTransactionHad() {
        broker.declare(Destination.queue("orders").build());
        broker.declare(Destination.queue("in").build());
        send("in", "x");
        var delivery = consumeQueue("in").next();
        var transaction = broker.begin();
        transaction.send(message("a"));
        transaction.accept(delivery);
        done(delivery.acceptAsync());
        assertThat(transaction.commitAsync().toCompletableFuture()).failsWithin(PATIENCE);

        broker.send(message("a"));

        assertThat(waiting("orders")).containsExactly("a");
        assertThat(duplicates()).isZero();
    }

    @Test
    void shouldNotMistakeADeadLetterOrARedriveForASecondSend() {
        broker.declare(Destination.queue("orders").build());
        broker.send(message("a"));
        var inbox = consumeQueue("orders");
        done(inbox.next().rejectAsync(io.penstock.DeadLetterReason.REJECTED, "x", null));

        var result = broker.redrive(RedriveRequest.all("orders.dlq").build());

        assertThat(result.redriven()).isEqualTo(1);
        assertThat(inbox.next().message().id()).isEqualTo("a");
    }
}
