package io.penstock.conformance;

import io.penstock.BrowseRequest;
import io.penstock.ConsumerOptions;
import io.penstock.DeadLetterPolicy;
import io.penstock.DeadLetterReason;
import io.penstock.DeadLetterRecord;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Headers;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.RedriveRequest;
import io.penstock.RetryPolicy;
import io.penstock.StartPosition;
import io.penstock.Subscription;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Tests what the documentation promises about retry and dead letters. */
public abstract class RetryAndDeadLettersConformance extends BrokerConformance {

    private static final RetryPolicy STEADY = RetryPolicy.builder()
            .maxRetries(3)
            .delay(Duration.ofSeconds(10))
            .factor(1)
            .jitter(Duration.ZERO)
            .build();

    private final IllegalStateException failure = new IllegalStateException("no", new IOException("disk on fire"));

    private Message onlyLetter(String queue) {
        Awaitility.await()
                .until(() -> broker.destination(queue).isPresent()
                        && !broker.browse(BrowseRequest.waiting(queue, 10).build())
                                .isEmpty());
        var letters = broker.browse(BrowseRequest.waiting(queue, 10).build());
        assertThat(letters).hasSize(1);
        return letters.get(0).message();
    }

    @Test
    void shouldAddTheHeadersThatAConsumerGivesToADeadLetter() {
        queue(Subscription.ofQueue("orders"));
        broker.send(Message.to("orders")
                .header("tenant", "acme")
                .header("state", "new")
                .body("a")
                .build());
        var delivery = consumeQueue("orders").next();
        var headers =
                Headers.builder().set("state", "refused").set("clerk", "7").build();

        done(delivery.rejectAsync(DeadLetterReason.REJECTED, "no such article", null, headers));

        var dead = consumeQueue("orders.dlq").next().message().headers();
        assertThat(dead.get("tenant")).isEqualTo("acme");
        assertThat(dead.get("state")).isEqualTo("refused");
        assertThat(dead.get("clerk")).isEqualTo("7");
        assertThat(dead.get(DeadLetterRecord.DESCRIPTION)).isEqualTo("no such article");
    }

    @Test
    void shouldRefuseHeadersThatADeadLetterCannotHaveAndKeepTheDelivery() {
        queue(Subscription.ofQueue("orders"));
        send("orders", "a");
        var delivery = consumeQueue("orders").next();

        for (var wrong : List.of(
                Headers.builder().set(DeadLetterRecord.REASON, "EXPIRED").build(),
                Headers.builder()
                        .set("long", new byte[Delivery.MAX_DEAD_LETTER_HEADER_BYTES])
                        .build())) {
            assertThat(delivery.rejectAsync(DeadLetterReason.REJECTED, "wrong", null, wrong)
                            .toCompletableFuture())
                    .failsWithin(PATIENCE)
                    .withThrowableThat()
                    .withCauseInstanceOf(PenstockException.InvalidConfiguration.class);
        }
        done(delivery.acceptAsync());
    }

    @Test
    void shouldRunAtMostFourTimesWithThreeRetries() {
        queue(Subscription.ofQueue("orders").retry(STEADY));
        send("orders", "a");
        var inbox = consumeQueue("orders");

        for (int run = 1; run <= 4; run++) {
            var delivery = inbox.next();
            assertThat(delivery.attempt()).isEqualTo(run);
            done(delivery.failAsync(failure));
            inbox.expectNothing();
            pass(Duration.ofSeconds(10));
        }

        inbox.expectNothing();
        var letter = DeadLetterRecord.of(onlyLetter("orders.dlq")).orElseThrow();
        assertThat(letter.reason()).isEqualTo(DeadLetterReason.RETRIES_EXHAUSTED);
        assertThat(letter.attempts()).isEqualTo(4);
        assertThat(letter.deliveries()).isEqualTo(4);
    }

    @Test
    void shouldKeepAttemptsAndDueTimeAndFirstDeliveryAcrossRestart() {
        var policy = RetryPolicy.builder()
                .maxRetries(-1)
                .delay(Duration.ofSeconds(10))
                .factor(1)
                .jitter(Duration.ZERO)
                .maxDuration(Duration.ofSeconds(25))
                .build();
        queue(Subscription.ofQueue("orders").retry(policy));
        send("orders", "a");
        done(consumeQueue("orders").next().failAsync(failure));
        pass(Duration.ofSeconds(9));

        reopen();

        var inbox = consumeQueue("orders");
        inbox.expectNothing();
        pass(Duration.ofSeconds(1));
        var second = inbox.next();
        assertThat(second.attempt()).isEqualTo(2);
        assertThat(second.deliveries()).isEqualTo(2);
        done(second.failAsync(failure));
        pass(Duration.ofSeconds(10));
        done(inbox.next().failAsync(failure));
        assertThat(DeadLetterRecord.of(onlyLetter("orders.dlq")).orElseThrow().reason())
                .isEqualTo(DeadLetterReason.TOO_OLD);
    }

    @Test
    void shouldCountNothingWhenTheBrokerShutsDown() {
        queue(Subscription.ofQueue("orders").maxDeliveries(2));
        send("orders", "a");
        for (int restart = 0; restart < 4; restart++) {
            assertThat(consumeQueue("orders").next().deliveries()).isEqualTo(1);
            reopen();
        }
        done(consumeQueue("orders").next().acceptAsync());
    }

    @Test
    void shouldNotDeliverBeforeTheDelayIsOver() {
        broker.declare(Destination.queue("orders").build());
        broker.send(Message.to("orders")
                .body("later")
                .deliverAt(clock.instant().plusSeconds(60))
                .build());
        send("orders", "now");
        var inbox = consumeQueue("orders");
        assertThat(inbox.next().message().bodyText()).isEqualTo("now");

        pass(Duration.ofMillis(59_999));
        inbox.expectNothing();
        assertThat(broker.statistics("orders").subscriptions().get(0).scheduled())
                .isEqualTo(1);
        pass(Duration.ofMillis(1));

        var later = inbox.next();
        assertThat(later.message().bodyText()).isEqualTo("later");
        assertThat(later.deliveries()).isEqualTo(1);
    }

    @Test
    void shouldNotDeliverADelayedMessageEarlyAfterARestartOrAClockThatGoesBack() {
        broker.declare(Destination.queue("orders").build());
        broker.send(Message.to("orders")
                .body("later")
                .deliverAt(clock.instant().plusSeconds(60))
                .build());
        pass(Duration.ofSeconds(-3_600));

        reopen();

        var inbox = consumeQueue("orders");
        pass(Duration.ofSeconds(3_659));
        inbox.expectNothing();
        pass(Duration.ofSeconds(1));
        inbox.next();
    }

    @Test
    void shouldKeepOffsetIdAndTimestampThroughRetries() {
        queue(Subscription.ofQueue("orders").retry(STEADY));
        var receipt = broker.send(Message.to("orders").body("a").build());
        var sentAt = clock.instant();
        var inbox = consumeQueue("orders");
        done(inbox.next().failAsync(failure));
        pass(Duration.ofSeconds(10));

        var again = inbox.next();

        assertThat(again.offset()).isEqualTo(receipt.offset());
        assertThat(again.message().id()).isEqualTo(receipt.messageId());
        assertThat(again.message().timestamp()).isEqualTo(sentAt);
    }

    @Test
    void shouldCountAnExpiredLeaseAsDeliveryUntilItBecomesADeadLetter() {
        queue(Subscription.ofQueue("orders").maxDeliveries(2));
        send("orders", "a");
        var inbox = consume(ConsumerOptions.ofQueue("orders", "slow")
                .lease(Duration.ofSeconds(1))
                .build());
        inbox.next();
        pass(Duration.ofSeconds(2));
        inbox.next();
        pass(Duration.ofSeconds(2));

        var letter = DeadLetterRecord.of(onlyLetter("orders.dlq")).orElseThrow();

        assertThat(letter.reason()).isEqualTo(DeadLetterReason.MAX_DELIVERIES);
        assertThat(letter.deliveries()).isEqualTo(2);
        assertThat(letter.attempts()).isZero();
    }

    @Test
    void shouldTellTheWholeStoryInADeadLetter() {
        queue(Subscription.ofQueue("orders").retry(RetryPolicy.NONE));
        var receipt = broker.send(
                Message.to("orders").key("k").body("a").header("colour", "red").build());
        var diedAt = clock.instant();

        done(consumeQueue("orders").next().failAsync(failure));

        var message = onlyLetter("orders.dlq");
        assertThat(message.id()).isEqualTo(receipt.messageId());
        assertThat(message.keyText()).isEqualTo("k");
        assertThat(message.bodyText()).isEqualTo("a");
        assertThat(message.headers().get("colour")).isEqualTo("red");
        var letter = DeadLetterRecord.of(message).orElseThrow();
        assertThat(letter.reason()).isEqualTo(DeadLetterReason.RETRIES_EXHAUSTED);
        assertThat(letter.exception()).isEqualTo(IllegalStateException.class.getName());
        assertThat(letter.rootCause()).contains(IOException.class.getName()).contains("disk on fire");
        assertThat(letter.stackTrace())
                .contains("RetryAndDeadLettersConformance")
                .hasSizeLessThanOrEqualTo(8_192);
        assertThat(letter.originDestination()).isEqualTo("orders");
        assertThat(letter.originSubscription()).isEqualTo("orders");
        assertThat(letter.originPartition()).isZero();
        assertThat(letter.originOffset()).isEqualTo(receipt.offset());
        assertThat(letter.diedAt()).isEqualTo(diedAt);
        assertThat(letter.redrives()).isZero();
        var counts = broker.statistics("orders").subscriptions().get(0);
        assertThat(counts.deadLettered()).isEqualTo(1);
        assertThat(counts.waiting()).isZero();
    }

    @Test
    void shouldLeaveExactlyOneDeadLetterForEachSubscriptionAfterRestart() {
        broker.declare(Destination.topic("prices").build());
        for (String name : List.of("a", "b")) {
            broker.declare(
                    Subscription.ofTopic("prices", name).retry(RetryPolicy.NONE).build());
        }
        send("prices", "1");
        for (String name : List.of("a", "b")) {
            done(consume(ConsumerOptions.ofTopic("prices", name, name).build())
                    .next()
                    .failAsync(failure));
        }

        reopen();

        onlyLetter("prices.a.dlq");
        onlyLetter("prices.b.dlq");
        consume(ConsumerOptions.ofTopic("prices", "a", "a").build()).expectNothing();
    }

    @Test
    void shouldAbortWhatIsNamedInBothLists() {
        var policy = RetryPolicy.builder()
                .retryOn(List.of(IllegalStateException.class.getName()))
                .abortOn(List.of(IllegalStateException.class.getName()))
                .build();
        queue(Subscription.ofQueue("orders").retry(policy));
        send("orders", "a");

        done(consumeQueue("orders").next().failAsync(failure));

        assertThat(DeadLetterRecord.of(onlyLetter("orders.dlq")).orElseThrow().reason())
                .isEqualTo(DeadLetterReason.ABORTED);
    }

    @Test
    void shouldUseTheNamedDeadLetterQueueAndKeepTheReasonOfARejection() {
        queue(Subscription.ofQueue("orders")
                .deadLetter(DeadLetterPolicy.to("graveyard").build()));
        send("orders", "a");

        done(consumeQueue("orders").next().rejectAsync(DeadLetterReason.UNREADABLE, "no JSON", null));

        var letter = DeadLetterRecord.of(onlyLetter("graveyard")).orElseThrow();
        assertThat(letter.reason()).isEqualTo(DeadLetterReason.UNREADABLE);
        assertThat(letter.description()).isEqualTo("no JSON");
        assertThat(letter.exception()).isNull();
    }

    @Test
    void shouldDiscardAndCountWhereThePolicySaysSo() {
        queue(Subscription.ofQueue("orders").retry(RetryPolicy.NONE).deadLetter(DeadLetterPolicy.DISCARD));
        send("orders", "a");

        done(consumeQueue("orders").next().failAsync(failure));

        assertThat(broker.destination("orders.dlq")).isEmpty();
        var counts = broker.statistics("orders").subscriptions().get(0);
        assertThat(counts.discarded()).isEqualTo(1);
        assertThat(counts.waiting()).isZero();
    }

    @Test
    void shouldParkWhatFailsInADeadLetterQueueUntilRestart() {
        queue(Subscription.ofQueue("orders").retry(RetryPolicy.NONE));
        send("orders", "a");
        done(consumeQueue("orders").next().failAsync(failure));
        onlyLetter("orders.dlq");
        var inbox = consumeQueue("orders.dlq");

        done(inbox.next().failAsync(failure));

        inbox.expectNothing();
        assertThat(broker.statistics("orders.dlq").subscriptions().get(0).waiting())
                .isEqualTo(1);
        assertThat(broker.destination("orders.dlq.dlq")).isEmpty();
        reopen();
        consumeQueue("orders.dlq").next();
    }

    @Test
    void shouldRedriveWithFreshAttemptsAndTheSameId() {
        queue(Subscription.ofQueue("orders").retry(RetryPolicy.NONE));
        var receipt =
                broker.send(Message.to("orders").body("a").header("h", "v").build());
        var inbox = consumeQueue("orders");
        for (int redrives = 1; redrives <= 2; redrives++) {
            done(inbox.next().failAsync(failure));
            onlyLetter("orders.dlq");
            var dryRun =
                    broker.redrive(RedriveRequest.all("orders.dlq").dryRun(true).build());
            assertThat(dryRun.matched()).isEqualTo(1);
            assertThat(dryRun.redriven()).isZero();

            var result = broker.redrive(RedriveRequest.all("orders.dlq").build());

            assertThat(result.redriven()).isEqualTo(1);
            assertThat(broker.browse(BrowseRequest.waiting("orders.dlq", 10).build()))
                    .isEmpty();
        }
        var again = inbox.next();
        assertThat(again.attempt()).isEqualTo(1);
        assertThat(again.deliveries()).isEqualTo(1);
        assertThat(again.message().id()).isEqualTo(receipt.messageId());
        assertThat(again.message().headers().names()).containsExactly("h", DeadLetterRecord.REDRIVES);
        assertThat(again.message().headers().get(DeadLetterRecord.REDRIVES)).isEqualTo("2");
    }

    @Test
    void shouldRedriveOnlyToTheSubscriptionThatFailed() {
        broker.declare(Destination.topic("prices").build());
        broker.declare(
                Subscription.ofTopic("prices", "a").retry(RetryPolicy.NONE).build());
        broker.declare(Subscription.ofTopic("prices", "b")
                .start(StartPosition.EARLIEST)
                .build());
        send("prices", "1");
        var a = consume(ConsumerOptions.ofTopic("prices", "a", "a").build());
        var b = consume(ConsumerOptions.ofTopic("prices", "b", "b").build());
        done(b.next().acceptAsync());
        done(a.next().failAsync(failure));
        onlyLetter("prices.a.dlq");

        broker.redrive(RedriveRequest.all("prices.a.dlq").build());

        done(a.next().acceptAsync());
        send("prices", "2");
        assertThat(b.next().message().bodyText()).isEqualTo("2");
        b.expectNothing();
    }

    @Test
    void shouldRedriveOnlyTheIdsAskedFor() {
        queue(Subscription.ofQueue("orders").retry(RetryPolicy.NONE));
        for (String id : List.of("one", "two", "three")) {
            broker.send(Message.to("orders").id(id).body(id).build());
        }
        var inbox = consumeQueue("orders");
        inbox.next(3).forEach(delivery -> done(delivery.failAsync(failure)));

        var result = broker.redrive(RedriveRequest.all("orders.dlq")
                .messageIds(Set.of("two"))
                .limit(10)
                .build());

        assertThat(result.matched()).isEqualTo(1);
        assertThat(inbox.next().message().id()).isEqualTo("two");
        assertThat(broker.browse(BrowseRequest.waiting("orders.dlq", 10).build()))
                .extracting(m -> m.message().id())
                .containsExactly("one", "three");
        assertThatThrownBy(() -> broker.redrive(RedriveRequest.all("nothing").build()))
                .isInstanceOf(PenstockException.UnknownDestination.class);
    }

    @Test
    void shouldRefuseAPolicyWhoseClassesCannotBe() {
        broker.declare(Destination.queue("orders").build());
        var retry = RetryPolicy.builder().retryOn(List.of("no such class!")).build();

        assertThatThrownBy(() -> broker.declare(
                        Subscription.ofQueue("orders").retry(retry).build()))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("retryOn contains \"no such class!\"");
    }

    @Test
    void shouldRefuseAQueueAsItsOwnDeadLetterQueue() {
        broker.declare(Destination.queue("orders").build());
        for (var policy : List.of(
                DeadLetterPolicy.to("orders").build(),
                DeadLetterPolicy.builder()
                        .routes(Map.of("java.io.IOException", "orders"))
                        .build())) {
            assertThatThrownBy(() -> broker.declare(
                            Subscription.ofQueue("orders").deadLetter(policy).build()))
                    .isInstanceOf(PenstockException.InvalidConfiguration.class)
                    .hasMessageContaining("would go to 'orders' itself");
        }
        assertThat(broker.subscriptions("orders").get(0).deadLetter()).isEqualTo(DeadLetterPolicy.DEFAULT);
    }

    @Test
    void shouldDeliverAgainWhatSucceededButCouldNotBeSettled() {
        broker.declare(Destination.queue("orders").build());
        send("orders", "a");
        consumeQueue("orders").next();

        reopen();

        assertThat(consumeQueue("orders").next().message().bodyText()).isEqualTo("a");
    }

    @Test
    void shouldRestDeliveriesOfAHandlerThatThrows() {
        broker.declare(Destination.queue("orders").build());
        send("orders", "a");
        var consumer = broker.consume(ConsumerOptions.ofQueue("orders", "buggy").build(), batch -> {
            throw new IllegalStateException("bug");
        });
        consumer.request(1);
        Awaitility.await()
                .until(() -> broker.statistics("orders").subscriptions().get(0).scheduled() == 1);

        var inbox = consumeQueue("orders");
        inbox.expectNothing();
        pass(Duration.ofSeconds(1));
        var again = inbox.next();
        assertThat(again.attempt()).isEqualTo(1);
        assertThat(again.deliveries()).isEqualTo(2);
    }
}
