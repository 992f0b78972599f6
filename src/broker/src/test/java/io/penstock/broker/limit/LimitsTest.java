package io.penstock.broker.limit;

import io.penstock.BrokerEvent;
import io.penstock.BrowseRequest;
import io.penstock.DeadLetterReason;
import io.penstock.DeadLetterRequest;
import io.penstock.Destination;
import io.penstock.Lagging;
import io.penstock.Limits;
import io.penstock.Message;
import io.penstock.Overflow;
import io.penstock.PenstockException;
import io.penstock.ProducerOptions;
import io.penstock.Receipt;
import io.penstock.Schedule;
import io.penstock.StartPosition;
import io.penstock.Subscription;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.BrokerTest;
import io.penstock.broker.record.MessageCodec;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import static io.penstock.conformance.tool.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LimitsTest extends BrokerTest {

    private static final Limits THREE = Limits.ofMessages(3).build();

    private void declare(Limits limits) {
        broker.declare(Destination.queue("orders").limits(limits).build());
    }

    private static Message order(String body) {
        return Message.to("orders").body(body).build();
    }

    private static List<Message> orders(int count) {
        return IntStream.range(0, count).mapToObj(i -> order("o" + i)).toList();
    }

    private List<String> waiting() {
        return broker.browse(BrowseRequest.waiting("orders", 100).build()).stream()
                .map(stored -> stored.message().bodyText())
                .toList();
    }

    private long depth() {
        return broker.statistics("orders").depth();
    }

    @Test
    void shouldRefuseWhatDoesNotFitAndTellTheNumbers() {
        declare(THREE);
        send("orders", "a", "b", "c");

        assertThatThrownBy(() -> broker.send(order("d")))
                .isInstanceOf(PenstockException.LimitReached.class)
                .hasMessageContaining("'orders'")
                .hasMessageContaining("4 messages would wait")
                .hasMessageContaining("the limit is 3");
        assertThat(broker.sendAsync(order("d")))
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(PenstockException.LimitReached.class);
        assertThat(waiting()).containsExactly("a", "b", "c");

        done(consumeQueue("orders").next().acceptAsync());
        broker.send(order("d"));
        assertThat(depth()).isEqualTo(3);
    }

    @Test
    void shouldCountWhatIsScheduledOrWithAConsumer() {
        declare(THREE);
        broker.send(Message.to("orders")
                .body("later")
                .deliverAt(clock.instant().plusSeconds(60))
                .build());
        send("orders", "a", "b");
        consumeQueue("orders").next(2);

        assertThatThrownBy(() -> broker.send(order("c"))).isInstanceOf(PenstockException.LimitReached.class);
    }

    @Test
    void shouldWriteNothingOfATransactionOrOfWhatIsSentTogetherIfAPartDoesNotFit() {
        declare(THREE);
        broker.declare(Destination.queue("free").build());
        send("orders", "a", "b");
        var together = new ArrayList<Message>(orders(2));
        together.add(Message.to("free").body("x").build());

        assertThat(broker.sendAllAsync(together))
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(PenstockException.LimitReached.class);
        var transaction = broker.begin();
        together.forEach(transaction::send);
        assertThat(transaction.commitAsync())
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(PenstockException.LimitReached.class);

        assertThat(broker.statistics("free").messages()).isZero();
        assertThat(depth()).isEqualTo(2);
        var fits =
                broker.sendAllAsync(List.of(together.get(0), together.get(2))).toCompletableFuture();
        assertThat(fits).succeedsWithin(PATIENCE);
        assertThat(fits.join()).extracting(Receipt::offset).containsExactly(2L, 0L);
    }

    @Test
    void shouldBoundBytesAsTheyAreSerialised() {
        int each = MessageCodec.encode(order("12345678"), null, 0).bytes().length;
        declare(Limits.ofBytes(3L * each).build());
        send("orders", "12345678", "12345678", "12345678");

        assertThatThrownBy(() -> broker.send(order("")))
                .isInstanceOf(PenstockException.LimitReached.class)
                .hasMessageContaining("the limit is " + 3L * each);
        assertThat(broker.statistics("orders").depthBytes()).isEqualTo(3L * each);

        reopen();
        assertThat(broker.statistics("orders").depthBytes()).isEqualTo(3L * each);
        assertThatThrownBy(() -> broker.send(order(""))).isInstanceOf(PenstockException.LimitReached.class);
        done(consumeQueue("orders").next().acceptAsync());
        send("orders", "12345678");
    }

    @Test
    void shouldCountBytesFromWhenALimitOfThemIsSet() {
        broker.declare(Destination.queue("orders").build());
        send("orders", "12345678", "12345678", "12345678");
        int each = MessageCodec.encode(order("12345678"), null, 0).bytes().length;

        broker.alter(Destination.queue("orders")
                .limits(Limits.ofBytes(4L * each).build())
                .build());
        assertThat(broker.statistics("orders").depthBytes()).isEqualTo(3L * each);
        send("orders", "12345678");
        assertThatThrownBy(() -> send("orders", "12345678")).isInstanceOf(PenstockException.LimitReached.class);

        broker.alter(Destination.queue("orders").build());
        assertThat(broker.statistics("orders").depthBytes()).isEqualTo(-1);
        send("orders", "12345678");
    }

    @Test
    void shouldRefuseALargerMessageThanTheDestinationTakes() {
        declare(Limits.NONE.copy().maxMessageBytes(10).build());

        send("orders", "1234567890");
        assertThatThrownBy(() -> send("orders", "12345678901"))
                .isInstanceOf(PenstockException.MessageTooLarge.class)
                .hasMessageContaining("'orders' has 11 bytes; the limit is 10");
        assertThat(broker.sendAllAsync(List.of(order("1"), order("12345678901"))))
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(PenstockException.MessageTooLarge.class);
    }

    @Test
    void shouldHaveABlockingSenderWaitForRoomAndKeepTheOrderOfWhatIsSentMeanwhile() {
        declare(THREE.copy().overflow(Overflow.BLOCK).build());
        send("orders", "a", "b", "c");
        var sent = new CopyOnWriteArrayList<CompletableFuture<Receipt>>();
        sent.add(broker.sendAsync(order("d")).toCompletableFuture());
        sent.add(broker.sendAsync(order("e")).toCompletableFuture());
        var blocking = CompletableFuture.supplyAsync(() -> broker.send(order("f")));
        var inbox = consumeQueue("orders");
        var held = inbox.next(3);
        inbox.expectNothing();
        assertThat(sent).noneMatch(CompletableFuture::isDone);
        assertThat(blocking).isNotDone();

        done(held.get(0).acceptAsync());
        assertThat(sent.get(0)).succeedsWithin(PATIENCE);
        assertThat(sent.get(1)).isNotDone();
        assertThat(inbox.next().message().bodyText()).isEqualTo("d");
        held.subList(1, 3).forEach(each -> done(each.acceptAsync()));
        assertThat(blocking).succeedsWithin(PATIENCE);
        assertThat(sent.get(1).join().offset()).isLessThan(blocking.join().offset());
    }

    @Test
    void shouldTellABlockingSenderWhenItsPatienceIsAtItsEnd() {
        declare(THREE.copy().overflow(Overflow.BLOCK).build());
        send("orders", "a", "b", "c");
        var blocking = CompletableFuture.supplyAsync(() -> broker.send(order("d")));
        var behind = broker.sendAsync(order("e")).toCompletableFuture();

        await().until(() -> {
            pass(BrokerOptions.DEFAULT_MAX_SEND_WAIT);
            return blocking.isCompletedExceptionally();
        });
        assertThat(blocking)
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(PenstockException.LimitReached.class)
                .withMessageContaining("waited for PT30S");
        assertThat(behind).isNotDone();
        done(consumeQueue("orders").next().acceptAsync());
        assertThat(behind).succeedsWithin(PATIENCE);
        assertThat(waiting()).containsExactly("b", "c", "e");
    }

    @Test
    void shouldNotHaveATransactionWaitForRoom() {
        declare(THREE.copy().overflow(Overflow.BLOCK).build());
        send("orders", "a", "b", "c");
        var transaction = broker.begin();
        transaction.send(order("d"));

        assertThat(transaction.commitAsync())
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(PenstockException.LimitReached.class);
    }

    @Test
    void shouldRefuseAtOnceWhatNeverFits() {
        declare(THREE.copy().overflow(Overflow.BLOCK).build());

        assertThat(broker.sendAllAsync(orders(4)))
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(PenstockException.LimitReached.class)
                .withMessageContaining("more than ever fits");
        assertThat(broker.sendAllAsync(orders(3))).succeedsWithin(PATIENCE);
    }

    @Test
    void shouldRefuseWaitingSendersWhenTheBrokerIsClosedOrTheDestinationIsDeleted() {
        declare(THREE.copy().overflow(Overflow.BLOCK).build());
        broker.declare(Destination.queue("gone")
                .limits(Limits.ofMessages(1).overflow(Overflow.BLOCK).build())
                .build());
        send("orders", "a", "b", "c");
        send("gone", "a");
        var waits = broker.sendAsync(order("d")).toCompletableFuture();
        var deleted = broker.sendAsync(Message.to("gone").body("b").build()).toCompletableFuture();

        broker.operations().delete("gone", false, "test");
        assertThat(deleted)
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(PenstockException.UnknownDestination.class);
        broker.close();
        assertThat(waits)
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(PenstockException.Unavailable.class);
    }

    @Test
    void shouldThrowAwayTheOldestThatNobodyHas() {
        declare(THREE.copy().overflow(Overflow.DISCARD_OLDEST).build());
        send("orders", "a", "b", "c");
        var events = new CopyOnWriteArrayList<BrokerEvent>();
        broker.events(events::add);
        var inbox = consumeQueue("orders");
        var held = inbox.next();
        inbox.consumer.pause();
        inbox.next(2).forEach(each -> done(each.releaseAsync(Duration.ofHours(1), false)));

        send("orders", "d");
        assertThat(waiting()).containsExactly("a", "c", "d");
        send("orders", "e", "f");
        assertThat(waiting()).containsExactly("a", "e", "f");
        done(held.acceptAsync());
        assertThat(broker.statistics("orders").discardedByLimit()).isEqualTo(3);
        await().until(() -> !events.isEmpty());
        assertThat(events.get(0)).isInstanceOfSatisfying(BrokerEvent.MessagesDiscarded.class, event -> {
            assertThat(event.destination()).isEqualTo("orders");
            assertThat(event.messages()).isEqualTo(1);
        });
        reopen();
        assertThat(waiting()).containsExactly("e", "f");
        assertThat(depth()).isEqualTo(2);
    }

    @Test
    void shouldRefuseIfNothingCanBeThrownAway() {
        declare(THREE.copy().overflow(Overflow.DISCARD_OLDEST).build());
        send("orders", "a", "b", "c");
        var held = consumeQueue("orders").next(3);

        assertThatThrownBy(() -> send("orders", "d"))
                .isInstanceOf(PenstockException.LimitReached.class)
                .hasMessageContaining("cannot be discarded");
        done(held.get(1).acceptAsync());
        send("orders", "d");
    }

    @Test
    void shouldKeepWhatAPreparedTransactionHasLocked() {
        declare(THREE.copy().overflow(Overflow.DISCARD_OLDEST).build());
        send("orders", "a", "b", "c");
        var inbox = consumeQueue("orders");
        var first = inbox.next();
        var transaction = broker.begin();
        transaction.accept(first);
        done(transaction.prepareAsync(new byte[] {1}));
        inbox.close();

        send("orders", "d", "e");
        assertThat(waiting()).contains("a", "d", "e").doesNotContain("b", "c");
        broker.rollbackPrepared(new byte[] {1});
        assertThat(consumeQueue("orders").next().message().bodyText()).isEqualTo("a");
    }

    @Test
    void shouldThrowAwayTheOldestOfAllPartitionsByTheirTime() {
        broker.declare(Destination.queue("orders")
                .partitions(2)
                .limits(Limits.ofMessages(4).overflow(Overflow.DISCARD_OLDEST).build())
                .build());
        var keys = new String[] {"k0", "k1", "k2", "k3", "k4", "k5"};
        for (String key : keys) {
            clock.advance(Duration.ofMillis(10));
            broker.send(Message.to("orders").key(key).body(key).build());
        }

        assertThat(waiting()).containsExactlyInAnyOrder("k2", "k3", "k4", "k5");
    }

    @Test
    void shouldHoldPlaceForWhatIsPreparedAcrossARestart() {
        declare(THREE);
        send("orders", "a", "b");
        var transaction = broker.begin();
        transaction.send(order("c"));
        done(transaction.prepareAsync(new byte[] {1}));

        assertThatThrownBy(() -> send("orders", "d")).isInstanceOf(PenstockException.LimitReached.class);
        reopen();
        assertThatThrownBy(() -> send("orders", "d")).isInstanceOf(PenstockException.LimitReached.class);
        broker.rollbackPrepared(new byte[] {1});
        send("orders", "d");
        assertThat(depth()).isEqualTo(3);
    }

    @Test
    void shouldLookAtTheSubscriptionsThatKeepMessagesOfATopic() {
        broker.declare(
                Destination.topic("orders").limits(Limits.ofMessages(2).build()).build());
        send("orders", "a", "b", "c");
        broker.declare(
                Subscription.ofTopic("orders", "skips").lagging(Lagging.SKIP).build());
        send("orders", "d", "e", "f");
        broker.declare(Subscription.ofTopic("orders", "keeps")
                .start(StartPosition.LATEST)
                .build());
        send("orders", "g", "h");

        assertThatThrownBy(() -> send("orders", "i")).isInstanceOf(PenstockException.LimitReached.class);
        broker.unsubscribe("orders", "keeps");
        send("orders", "i");
    }

    @Test
    void shouldHaveProducersWaitAndNumberWhatTheySendWhenThereIsRoom() {
        declare(THREE.copy().overflow(Overflow.BLOCK).build());
        var producer = broker.producer(ProducerOptions.of("p").build());
        for (int i = 0; i < 3; i++) {
            producer.send(i, order("n" + i));
        }
        var later = List.of(
                producer.sendAsync(3, order("n3")).toCompletableFuture(),
                producer.sendAsync(4, order("n4")).toCompletableFuture());
        assertThat(producer.send(1, order("n1")).offset()).isEqualTo(1);
        assertThat(later).noneMatch(CompletableFuture::isDone);

        var inbox = consumeQueue("orders");
        inbox.next(2).forEach(each -> done(each.acceptAsync()));
        assertThat(later.get(0)).succeedsWithin(PATIENCE);
        assertThat(later.get(1)).succeedsWithin(PATIENCE);
        assertThat(producer.nextSequence()).isEqualTo(5);
    }

    @Test
    void shouldNeedNoRoomForTheSecondMessageOfAnId() {
        declare(THREE);
        send("orders", "a", "b");
        var first = broker.send(Message.to("orders").id("1").body("c").build());

        assertThat(broker.send(Message.to("orders").id("1").body("c").build()).offset())
                .isEqualTo(first.offset());
        var both = broker.sendAllAsync(List.of(
                Message.to("orders").id("1").body("c").build(),
                Message.to("orders").id("1").body("c").build()));
        assertThat(both.toCompletableFuture().join())
                .extracting(Receipt::offset)
                .containsExactly(first.offset(), first.offset());
    }

    @Test
    void shouldNeverRefuseADeadLetter() {
        broker.declare(Destination.queue("orders.dlq")
                .limits(Limits.ofMessages(1).build())
                .build());
        broker.declare(Destination.queue("orders").build());
        send("orders", "a", "b");
        consumeQueue("orders").next(2).forEach(each -> done(each.rejectAsync(DeadLetterReason.REJECTED, "bad", null)));

        assertThat(broker.statistics("orders.dlq").depth()).isEqualTo(2);
        assertThatThrownBy(() -> send("orders.dlq", "c")).isInstanceOf(PenstockException.LimitReached.class);
    }

    @Test
    void shouldRedriveWhatFitsAndGoOnWhenThereIsRoom() {
        declare(THREE);
        send("orders", "a", "b", "c");
        var inbox = consumeQueue("orders");
        inbox.next(3).forEach(each -> done(each.rejectAsync(DeadLetterReason.REJECTED, "bad", null)));
        inbox.close();
        send("orders", "d", "e");

        var operation = broker.operations()
                .redrive(DeadLetterRequest.all("orders.dlq", "test").build());
        await().until(() -> depth() == 3);
        assertThat(broker.statistics("orders.dlq").depth()).isEqualTo(2);
        inbox = consumeQueue("orders");
        inbox.next(3).forEach(each -> done(each.acceptAsync()));
        await().until(() -> {
            pass(Duration.ofSeconds(5));
            return broker.operations()
                    .find(operation.id())
                    .orElseThrow()
                    .finishedAt()
                    .isPresent();
        });
        assertThat(broker.operations().find(operation.id()).orElseThrow().messages())
                .isEqualTo(3);
        assertThat(inbox.next(2)).extracting(each -> each.message().bodyText()).containsExactly("b", "c");
    }

    @Test
    void shouldHaveAScheduleTryAgainWhenThereIsRoom() {
        declare(Limits.ofMessages(1).build());
        send("orders", "a");
        broker.schedule(
                Schedule.every("hourly", Duration.ofHours(1), order("tick")).build());
        await().until(() -> {
            pass(Duration.ofHours(1));
            return broker.schedules().find("hourly").orElseThrow().problem().isPresent();
        });
        assertThat(broker.schedules().find("hourly").orElseThrow().problem().orElseThrow())
                .contains("is full");

        var inbox = consumeQueue("orders");
        done(inbox.next().acceptAsync());
        await().until(() -> {
            pass(Duration.ofSeconds(5));
            return broker.statistics("orders").sent() > 1;
        });
        assertThat(inbox.next().message().bodyText()).isEqualTo("tick");
    }

    @Test
    void shouldKeepLimitsAcrossARestartAndCompareThemInDeclarations() {
        declare(THREE.copy().overflow(Overflow.BLOCK).build());
        reopen();

        assertThat(broker.destination("orders").orElseThrow().limits())
                .isEqualTo(THREE.copy().overflow(Overflow.BLOCK).build());
        broker.declare(Destination.queue("orders").build());
        assertThatThrownBy(() -> declare(THREE))
                .isInstanceOf(PenstockException.Conflict.class)
                .hasMessageContaining("BLOCK")
                .hasMessageContaining("REJECT");
    }

    @Test
    void shouldCountWhatASeekBringsBack() {
        int each = MessageCodec.encode(order("12345678"), null, 0).bytes().length;
        declare(Limits.ofBytes(10L * each).build());
        send("orders", "12345678", "12345678", "12345678");
        var inbox = consumeQueue("orders");
        inbox.next(3).forEach(delivery -> done(delivery.acceptAsync()));
        inbox.close();
        assertThat(broker.statistics("orders").depthBytes()).isZero();

        broker.seek("orders", "orders", StartPosition.EARLIEST);
        assertThat(depth()).isEqualTo(3);
        assertThat(broker.statistics("orders").depthBytes()).isEqualTo(3L * each);
        broker.seek("orders", "orders", StartPosition.LATEST);
        assertThat(broker.statistics("orders").depthBytes()).isZero();
    }

    @Test
    void shouldGiveMessagesTheDestinationsTimeToLiveUnlessTheyHaveTheirOwn() {
        broker.declare(
                Destination.queue("orders").timeToLive(Duration.ofMinutes(1)).build());
        broker.send(order("usual"));
        broker.send(Message.to("orders")
                .body("longer")
                .timeToLive(Duration.ofMinutes(5))
                .build());
        done(broker.sendAllAsync(List.of(order("together"))));

        assertThat(waiting()).containsExactly("usual", "longer", "together");
        clock.advance(Duration.ofMinutes(2));
        var inbox = consumeQueue("orders");
        var left = inbox.next().message();
        assertThat(left.bodyText()).isEqualTo("longer");
        await().until(() -> broker.destination("orders.dlq").isPresent());
        assertThat(new String(left.body(), StandardCharsets.UTF_8)).isEqualTo("longer");
    }
}
