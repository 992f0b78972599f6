package io.penstock.conformance;

import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.Replay;
import io.penstock.ReplayRequest;
import io.penstock.StartPosition;
import io.penstock.Subscription;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests what operators and readers do to a subscription: choose its start, seek, pause, replay; and how long that may
 * take.
 */
public abstract class SubscriptionControlConformance extends BrokerConformance {

    private Inbox topicInbox(String subscription) {
        return consume(ConsumerOptions.ofTopic("prices", subscription, "c")
                .lease(Duration.ZERO)
                .build());
    }

    private String next(Inbox inbox) {
        return inbox.next().message().bodyText();
    }

    private static void expectLost(Delivery delivery) {
        assertThat(delivery.acceptAsync().toCompletableFuture())
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(PenstockException.LeaseLost.class);
    }

    @Test
    void shouldStartAtATime() {
        broker.declare(Destination.topic("prices").build());
        send("prices", "0", "1");
        pass(Duration.ofMinutes(1));
        var later = clock.instant();
        send("prices", "2", "3");

        broker.declare(Subscription.ofTopic("prices", "time")
                .start(StartPosition.atTime(later))
                .build());
        assertThat(next(topicInbox("time"))).isEqualTo("2");
        reopen();
        assertThat(broker.subscriptions("prices"))
                .extracting(Subscription::start)
                .containsExactly(StartPosition.atTime(later));
    }

    @Test
    void shouldStartAtAnOffsetWhetherDurableOrNot() {
        broker.declare(Destination.topic("prices").build());
        send("prices", "0", "1", "2");
        broker.declare(Subscription.ofTopic("prices", "offset")
                .durable(false)
                .start(StartPosition.atOffset(1))
                .build());
        broker.declare(Subscription.ofTopic("prices", "beyond")
                .start(StartPosition.atOffset(99))
                .build());
        assertThat(next(topicInbox("offset"))).isEqualTo("1");
        reopen();
        send("prices", "3");
        assertThat(next(topicInbox("beyond"))).isEqualTo("3");
    }

    @Test
    void shouldDeliverAgainAfterASeekAndFenceWhatConsumersHold() {
        broker.declare(Destination.topic("prices").partitions(2).build());
        broker.declare(Subscription.ofTopic("prices", "s").build());
        send("prices", "a", "b", "c", "d");
        var inbox = topicInbox("s");
        var held = inbox.next(4);
        done(held.get(0).acceptAsync());
        done(held.get(1).failAsync(new IllegalStateException("first")));

        broker.seek("prices", "s", StartPosition.EARLIEST);
        expectLost(held.get(2));
        var again = inbox.next(4);
        assertThat(again).allMatch(delivery -> delivery.attempt() == 1 && delivery.deliveries() == 1);
        again.forEach(delivery -> done(delivery.acceptAsync()));

        long second = again.stream().mapToLong(Delivery::offset).max().orElseThrow();
        broker.seek("prices", "s", StartPosition.atOffset(second));
        assertThat(inbox.next(2)).allMatch(delivery -> delivery.offset() == second);
        reopen();
        assertThat(broker.statistics("prices").subscriptions().get(0).waiting()).isEqualTo(2);
        broker.seek("prices", "s", StartPosition.LATEST);
        assertThat(broker.statistics("prices").subscriptions().get(0).waiting()).isZero();
        assertThatThrownBy(() -> broker.seek("prices", "nobody", StartPosition.LATEST))
                .isInstanceOf(PenstockException.UnknownSubscription.class);
    }

    @Test
    void shouldHandOutNothingWhilePausedEvenAfterARestart() {
        broker.declare(Destination.queue("orders").build());
        var inbox = consumeQueue("orders");
        send("orders", "a");
        var held = inbox.next();
        broker.pause("orders", "orders");
        broker.pause("orders", "orders");
        send("orders", "b");
        done(held.acceptAsync());
        inbox.expectNothing();

        reopen();
        var later = consumeQueue("orders");
        later.expectNothing();
        var statistics = broker.statistics("orders").subscriptions().get(0);
        assertThat(statistics.paused()).isTrue();
        assertThat(statistics.members().get(0).idleReason()).isEqualTo("The subscription is paused.");
        broker.resume("orders", "orders");
        assertThat(next(later)).isEqualTo("b");
    }

    @Test
    void shouldReplayABoundedPartWithBackPressureAndDisturbNobody() {
        broker.declare(Destination.topic("prices").build());
        broker.declare(Subscription.ofTopic("prices", "s").build());
        for (int i = 0; i < 6; i++) {
            broker.send(Message.to("prices")
                    .header("even", i % 2 == 0 ? "yes" : "no")
                    .body("m" + i)
                    .deliverAt(clock.instant().plus(Duration.ofHours(1)))
                    .build());
        }
        BlockingQueue<Delivery> read = new LinkedBlockingQueue<>();
        var request = ReplayRequest.all("prices")
                .from(StartPosition.atOffset(1))
                .to(StartPosition.LATEST)
                .filter("even = 'yes'")
                .build();
        var replay = broker.replay(request, read::addAll);
        send("prices", "after it began");
        replay.request(1);
        var first = poll(read);
        assertThat(first.message().bodyText()).isEqualTo("m2");
        assertThat(broker.statistics("prices").subscriptions())
                .extracting("waiting")
                .contains(7L);
        assertThat(read).as("no more than was asked for").isEmpty();
        replay.request(10);
        var second = poll(read);
        done(first.acceptAsync());
        assertThat(replay.doneAsync().toCompletableFuture()).isNotDone();
        done(second.acceptAsync());

        assertThat(replay.doneAsync().toCompletableFuture())
                .succeedsWithin(PATIENCE)
                .isEqualTo(2L);
        assertThat(broker.subscriptions("prices"))
                .extracting(Subscription::name)
                .containsExactly("s");
    }

    @Test
    void shouldEndAReplayThatIsCancelledOrHasNothingToRead() {
        broker.declare(Destination.topic("prices").build());
        assertThat(replayAll().doneAsync().toCompletableFuture())
                .succeedsWithin(PATIENCE)
                .isEqualTo(0L);
        send("prices", "a");
        var cancelled = replayAll();
        cancelled.request(1);
        cancelled.close();
        assertThat(cancelled.doneAsync().toCompletableFuture())
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(PenstockException.Unavailable.class);
        assertThat(broker.subscriptions("prices")).isEmpty();
        var interrupted = replayAll();
        broker.close();
        assertThat(interrupted.doneAsync().toCompletableFuture()).failsWithin(PATIENCE);
    }

    private Replay replayAll() {
        return broker.replay(ReplayRequest.all("prices").build(), deliveries -> {});
    }

    private static Delivery poll(BlockingQueue<Delivery> queue) {
        try {
            var delivery = queue.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(delivery).isNotNull();
            return delivery;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldRefuseRenewalsBeyondTheProcessingTime() {
        broker.declare(Destination.queue("orders").build());
        send("orders", "a");
        var inbox = consume(ConsumerOptions.ofQueue("orders", "slow")
                .lease(Duration.ofSeconds(10))
                .maxProcessingTime(Duration.ofSeconds(25))
                .build());
        var delivery = inbox.next();
        for (int i = 0; i < 3; i++) {
            pass(Duration.ofSeconds(8));
            done(delivery.renewAsync(Duration.ofSeconds(10)));
        }
        pass(Duration.ofSeconds(1));
        var again = inbox.next();
        assertThat(again.deliveries()).isEqualTo(2);
        assertThat(again.attempt()).isEqualTo(1);
        expectLost(delivery);
    }

    @Test
    void shouldSettleBeforeItHandsOutIfSoAsked() {
        broker.declare(Destination.queue("orders").build());
        send("orders", "a", "b");
        var inbox = consume(
                ConsumerOptions.ofQueue("orders", "once").settleFirst(true).build());
        var both = inbox.next(2);
        done(both.get(0).acceptAsync());
        done(both.get(0).renewAsync(Duration.ofSeconds(1)));
        assertThat(both.get(1).failAsync(new IllegalStateException("too late")).toCompletableFuture())
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withMessageContaining("was settled before it was handed out");
        var statistics = broker.statistics("orders").subscriptions().get(0);
        assertThat(statistics.waiting()).isZero();
        assertThat(statistics.accepted()).isEqualTo(2);
        reopen();
        consumeQueue("orders").expectNothing();
    }
}
