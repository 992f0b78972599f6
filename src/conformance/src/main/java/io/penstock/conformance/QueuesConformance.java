package io.penstock.conformance;

import io.penstock.BrowseRequest;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.Ordering;
import io.penstock.PenstockException;
import io.penstock.Subscription;
import io.penstock.conformance.tool.Patience;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Tests queues: which consumer gets a message, once, and what becomes of it. */
public abstract class QueuesConformance extends BrokerConformance {

    @Test
    void shouldDeliverWhatWasSent() {
        broker.declare(Destination.queue("orders").build());
        var sent = Message.to("orders")
                .key("k1")
                .body("hello")
                .header("colour", "red")
                .build();

        var receipt = broker.send(sent);
        var delivery = consumeQueue("orders").next();

        assertThat(delivery.message().bodyText()).isEqualTo("hello");
        assertThat(delivery.message().keyText()).isEqualTo("k1");
        assertThat(delivery.message().headers()).isEqualTo(sent.headers());
        assertThat(delivery.message().id()).isEqualTo(receipt.messageId());
        assertThat(delivery.message().timestamp()).isEqualTo(clock.instant());
        assertThat(delivery.offset()).isEqualTo(receipt.offset());
        assertThat(delivery.attempt()).isEqualTo(1);
        assertThat(delivery.deliveries()).isEqualTo(1);
        assertThat(delivery.consumer()).isEqualTo("test");
        assertThat(delivery.subscription()).isEqualTo("orders");
    }

    @Test
    void shouldKeepTheIdThatTheSenderGave() {
        broker.declare(Destination.queue("orders").build());

        var receipt = broker.send(Message.to("orders").id("mine-1").body("x").build());

        assertThat(receipt.messageId()).isEqualTo("mine-1");
        assertThat(consumeQueue("orders").next().message().id()).isEqualTo("mine-1");
    }

    @Test
    void shouldNotDeliverAgainWhatWasAcceptedBeforeARestart() {
        broker.declare(Destination.queue("orders").build());
        send("orders", "a", "b", "c");
        var inbox = consumeQueue("orders");
        var deliveries = inbox.next(3);
        done(deliveries.get(0).acceptAsync());
        done(deliveries.get(2).acceptAsync());

        reopen();

        var again = consumeQueue("orders");
        assertThat(again.next().message().bodyText()).isEqualTo("b");
        again.expectNothing();
    }

    @Test
    void shouldDeliverNothingWithoutCredit() {
        broker.declare(Destination.queue("orders").build());
        send("orders", "a", "b");
        var handed = new ConcurrentLinkedQueue<Delivery>();
        var consumer = broker.consume(ConsumerOptions.ofQueue("orders", "c").build(), handed::addAll);

        broker.statistics("orders");
        assertThat(handed).isEmpty();
        consumer.request(1);

        Awaitility.await().until(() -> handed.size() == 1);
        broker.statistics("orders");
        assertThat(handed).hasSize(1);
    }

    @Test
    void shouldShareFairlyAmongConsumersWithCredit() {
        broker.declare(Destination.queue("orders").build());
        var first = consumeQueue("orders");
        var second = consumeQueue("orders");
        // A turn counts the credit that it found when it began: the one that is under way may not know the second's.
        broker.statistics("orders");

        for (int i = 0; i < 10; i++) {
            send("orders", "m" + i);
        }

        first.next(5);
        second.next(5);
    }

    @Test
    void shouldHandOutAgainWhatAClosedConsumerHeld() {
        broker.declare(Destination.queue("orders").build());
        send("orders", "a");
        var inbox = consumeQueue("orders");
        var lost = inbox.next();

        inbox.close();

        var again = consumeQueue("orders").next();
        assertThat(again.attempt()).isEqualTo(1);
        assertThat(again.deliveries()).isEqualTo(1);
        assertThat(lost.acceptAsync().toCompletableFuture())
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(PenstockException.LeaseLost.class);
        done(again.acceptAsync());
    }

    @Test
    void shouldRedeliverAfterLeaseExpires() {
        queue(Subscription.ofQueue("orders"));
        send("orders", "a");
        var inbox = consume(ConsumerOptions.ofQueue("orders", "slow")
                .lease(Duration.ofSeconds(30))
                .build());
        var late = inbox.next();

        pass(Duration.ofSeconds(30));
        var again = inbox.next();

        assertThat(again.offset()).isEqualTo(late.offset());
        assertThat(again.attempt()).isEqualTo(1);
        assertThat(again.deliveries()).isEqualTo(2);
        assertThat(late.acceptAsync().toCompletableFuture())
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(PenstockException.LeaseLost.class);
        done(again.acceptAsync());
        assertThat(broker.statistics("orders").subscriptions().get(0).waiting()).isZero();
    }

    @Test
    void shouldCountLeasesInMilliseconds() {
        broker.declare(Destination.queue("short").build());
        broker.send(Message.to("short").body("m").build());
        var inbox = consume(ConsumerOptions.ofQueue("short", "c")
                .lease(Duration.ofMillis(1))
                .build());
        var delivery = inbox.next();

        for (var lease : List.of(Duration.ofNanos(1), Duration.ofNanos(999_999), Duration.ZERO, Duration.ofNanos(-1))) {
            assertThat(delivery.renewAsync(lease).toCompletableFuture())
                    .failsWithin(PATIENCE)
                    .withThrowableThat()
                    .withCauseInstanceOf(PenstockException.InvalidConfiguration.class)
                    .withMessageContaining(lease.toString())
                    .withMessageContaining("at least PT0.001S");
        }
        done(delivery.renewAsync(Duration.ofMillis(1)));

        pass(Duration.ofMillis(1));
        assertThat(inbox.next().deliveries()).isEqualTo(2);
    }

    @Test
    void shouldKeepARenewedLease() {
        queue(Subscription.ofQueue("orders"));
        send("orders", "a");
        var inbox = consume(ConsumerOptions.ofQueue("orders", "slow")
                .lease(Duration.ofSeconds(30))
                .build());
        var delivery = inbox.next();

        pass(Duration.ofSeconds(20));
        done(delivery.renewAsync(Duration.ofSeconds(30)));
        pass(Duration.ofSeconds(20));

        inbox.expectNothing();
        done(delivery.acceptAsync());
    }

    @Test
    void shouldHoldBackOnlyTheKeyOfAMessageInProcess() {
        queue(Subscription.ofQueue("orders").ordering(Ordering.KEY));
        var offsets = new ArrayList<Long>();
        for (String key : List.of("a", "a", "b", "a", "b")) {
            offsets.add(
                    broker.send(Message.to("orders").key(key).body(key).build()).offset());
        }
        var inbox = consumeQueue("orders");

        var firsts = inbox.next(2);
        inbox.expectNothing();
        assertThat(firsts).extracting(d -> d.message().keyText()).containsExactly("a", "b");
        done(firsts.get(0).releaseAsync(Duration.ofSeconds(5), true));
        inbox.expectNothing();
        done(firsts.get(1).acceptAsync());

        var second = inbox.next();
        assertThat(second.message().keyText()).isEqualTo("b");
        assertThat(second.offset()).isEqualTo(offsets.get(4));
        pass(Duration.ofSeconds(5));
        var retried = inbox.next();
        assertThat(retried.offset()).isEqualTo(offsets.get(0));
        done(retried.acceptAsync());
        assertThat(inbox.next().offset()).isEqualTo(offsets.get(1));
    }

    @Test
    void shouldBrowseWithoutTaking() {
        broker.declare(Destination.queue("orders").build());
        send("orders", "a");
        var second = broker.send(Message.to("orders").body("b").build()).offset();
        var third = broker.send(Message.to("orders").body("c").build()).offset();
        done(consumeQueue("orders").next().acceptAsync());

        var waiting = broker.browse(BrowseRequest.waiting("orders", 10).build());
        var all = broker.browse(
                BrowseRequest.all("orders", 10).partition(0).fromOffset(second).build());

        assertThat(waiting).extracting(m -> m.message().bodyText()).containsExactly("b", "c");
        assertThat(all).extracting(m -> m.message().bodyText()).containsExactly("b", "c");
        assertThat(all).extracting(m -> m.offset()).containsExactly(second, third);
    }

    @Test
    void shouldReleaseWithoutCountingAnAttempt() {
        broker.declare(Destination.queue("orders").build());
        send("orders", "a");
        var inbox = consumeQueue("orders");

        done(inbox.next().releaseAsync(Duration.ZERO, false));

        var again = inbox.next();
        assertThat(again.attempt()).isEqualTo(1);
        assertThat(again.deliveries()).isEqualTo(2);
    }

    @Test
    void shouldGiveEachMessageToOneOfCompetingConsumers() throws Exception {
        int senders = 4;
        int each = 2_000;
        broker.declare(Destination.queue("orders").partitions(4).build());
        Set<String> seen = java.util.concurrent.ConcurrentHashMap.newKeySet();
        var twice = new ConcurrentLinkedQueue<String>();
        var accepted = new CountDownLatch(senders * each);
        for (int i = 0; i < 3; i++) {
            broker.consume(ConsumerOptions.ofQueue("orders", "c" + i).build(), batch -> {
                        for (var delivery : batch) {
                            String body = delivery.message().bodyText();
                            if (!seen.add(body)) {
                                twice.add(body);
                            }
                            delivery.acceptAsync().thenRun(accepted::countDown);
                        }
                    })
                    .request(Long.MAX_VALUE);
        }

        var threads = new ArrayList<Thread>();
        for (int s = 0; s < senders; s++) {
            String prefix = s + "-";
            var thread = new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    broker.sendAsync(Message.to("orders").body(prefix + i).build());
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (var thread : threads) {
            thread.join();
        }

        assertThat(accepted.await(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(twice).isEmpty();
        var expected = new HashSet<String>();
        for (int s = 0; s < senders; s++) {
            for (int i = 0; i < each; i++) {
                expected.add(s + "-" + i);
            }
        }
        assertThat(seen).isEqualTo(expected);
        var counts = broker.statistics("orders");
        assertThat(counts.sent()).isEqualTo((long) senders * each);
        assertThat(counts.subscriptions().get(0).accepted()).isEqualTo((long) senders * each);
        assertThat(counts.subscriptions().get(0).waiting()).isZero();
    }

    @Test
    void shouldCloseTwiceAndRefuseThen() {
        broker.declare(Destination.queue("orders").build());

        broker.close();
        broker.close();

        assertThatThrownBy(() -> send("orders", "a")).isInstanceOf(PenstockException.Unavailable.class);
        assertThat(broker.health().isRunning()).isFalse();
    }

    @Test
    void shouldLetNothingOvertakeWhatIsHandedOutAgain() throws InterruptedException {
        broker.declare(Destination.queue("orders").build());
        var sent = List.of("a", "b", "c", "d", "e", "f");
        sent.forEach(body -> broker.send(Message.to("orders").body(body).build()));
        var bodies = new LinkedBlockingQueue<String>();
        var first = broker.consume(
                ConsumerOptions.ofQueue("orders", "first").build(),
                deliveries -> deliveries.forEach(delivery -> delivery.releaseAsync(Duration.ZERO, false)
                        .thenRun(() -> bodies.add(delivery.message().bodyText()))));
        first.request(3);
        for (String body : sent.subList(0, 3)) {
            assertThat(bodies.poll(Patience.SECONDS, TimeUnit.SECONDS)).isEqualTo(body);
        }
        first.close();

        var second = broker.consume(
                ConsumerOptions.ofQueue("orders", "second").build(),
                deliveries -> deliveries.forEach(
                        delivery -> bodies.add(delivery.message().bodyText())));
        second.request(sent.size());

        for (String body : sent) {
            assertThat(bodies.poll(Patience.SECONDS, TimeUnit.SECONDS)).isEqualTo(body);
        }
    }
}
