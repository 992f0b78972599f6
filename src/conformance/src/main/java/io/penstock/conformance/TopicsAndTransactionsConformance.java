package io.penstock.conformance;

import io.penstock.BrowseRequest;
import io.penstock.ConsumerOptions;
import io.penstock.DeadLetterPolicy;
import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.Ordering;
import io.penstock.PenstockException;
import io.penstock.RetryPolicy;
import io.penstock.StartPosition;
import io.penstock.Subscription;
import org.junit.jupiter.api.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Tests topics, and transactions whose parts happen together or not at all. */
public abstract class TopicsAndTransactionsConformance extends BrokerConformance {

    @Test
    void shouldShowEachMessageToEachSubscriptionFromItsStart() {
        broker.declare(Destination.topic("prices").build());
        send("prices", "1");
        broker.declare(Subscription.ofTopic("prices", "early")
                .start(StartPosition.EARLIEST)
                .build());
        broker.declare(Subscription.ofTopic("prices", "late").build());
        send("prices", "2");

        reopen();

        var early = consume(ConsumerOptions.ofTopic("prices", "early", "e").build());
        assertThat(early.next(2)).extracting(d -> d.message().bodyText()).containsExactly("1", "2");
        var late = consume(ConsumerOptions.ofTopic("prices", "late", "l").build());
        assertThat(late.next().message().bodyText()).isEqualTo("2");
        late.expectNothing();
    }

    @Test
    void shouldForgetANonDurableSubscriptionWithItsLastConsumer() {
        broker.declare(Destination.topic("prices").build());
        broker.declare(Subscription.ofTopic("prices", "watch").durable(false).build());
        var inbox = consume(ConsumerOptions.ofTopic("prices", "watch", "w").build());
        send("prices", "1");
        var delivery = inbox.next();
        done(delivery.failAsync(new IllegalStateException("x")));
        send("prices", "2");
        done(inbox.next().acceptAsync());

        inbox.close();

        assertThat(broker.subscriptions("prices")).isEmpty();
        assertThatThrownBy(() ->
                        consume(ConsumerOptions.ofTopic("prices", "watch", "w").build()))
                .isInstanceOf(PenstockException.UnknownSubscription.class);
    }

    @Test
    void shouldMakeDeadLettersOfANonDurableSubscription() {
        broker.declare(Destination.topic("prices").build());
        broker.declare(Subscription.ofTopic("prices", "watch")
                .durable(false)
                .retry(RetryPolicy.NONE)
                .build());
        var inbox = consume(ConsumerOptions.ofTopic("prices", "watch", "w").build());
        send("prices", "1");

        done(inbox.next().failAsync(new IllegalStateException("x")));

        assertThat(broker.browse(BrowseRequest.waiting("prices.watch.dlq", 10).build()))
                .hasSize(1);
        assertThat(broker.statistics("prices").subscriptions().get(0).waiting()).isZero();
    }

    @Test
    void shouldUnsubscribeForGood() {
        broker.declare(Destination.topic("prices").build());
        broker.declare(Subscription.ofTopic("prices", "a").build());
        var inbox = consume(ConsumerOptions.ofTopic("prices", "a", "a").build());
        assertThatThrownBy(() -> broker.unsubscribe("prices", "a"))
                .isInstanceOf(PenstockException.Conflict.class)
                .hasMessageContaining("1 consumer");
        inbox.close();

        broker.unsubscribe("prices", "a");
        reopen();

        assertThat(broker.subscriptions("prices")).isEmpty();
        assertThatThrownBy(() -> broker.unsubscribe("prices", "a"))
                .isInstanceOf(PenstockException.UnknownSubscription.class);
    }

    @Test
    void shouldNameBothValuesOfAConflict() {
        broker.declare(Destination.queue("orders").partitions(3).build());
        broker.declare(Destination.queue("orders").partitions(3).build());
        assertThatThrownBy(() ->
                        broker.declare(Destination.topic("orders").partitions(5).build()))
                .isInstanceOf(PenstockException.Conflict.class)
                .hasMessageContaining("QUEUE with 3")
                .hasMessageContaining("TOPIC with 5");
        broker.declare(Subscription.ofQueue("orders").ordering(Ordering.KEY).build());
        assertThatThrownBy(() -> broker.declare(Subscription.ofQueue("orders").build()))
                .isInstanceOf(PenstockException.Conflict.class)
                .hasMessageContaining("ordering = KEY")
                .hasMessageContaining("ordering = NONE");
        broker.declare(Destination.topic("prices").build());
        assertThatThrownBy(() -> broker.declare(Subscription.ofQueue("orders")
                        .ordering(Ordering.KEY)
                        .deadLetter(DeadLetterPolicy.to("prices").build())
                        .build()))
                .isInstanceOf(PenstockException.Conflict.class)
                .hasMessageContaining("TOPIC");
        assertThatThrownBy(() ->
                        broker.declare(Subscription.ofTopic("orders", "second").build()))
                .isInstanceOf(PenstockException.Conflict.class);
    }

    @Test
    void shouldReplacePoliciesAndKeepProgress() {
        broker.declare(Destination.topic("prices").build());
        broker.declare(Subscription.ofTopic("prices", "a").build());
        send("prices", "1", "2");
        var inbox = consume(ConsumerOptions.ofTopic("prices", "a", "a").build());
        done(inbox.next().acceptAsync());

        var replaced = broker.declare(
                Subscription.ofTopic("prices", "a").maxDeliveries(7).build());
        reopen();

        assertThat(broker.subscriptions("prices")).containsExactly(replaced);
        assertThat(replaced.maxDeliveries()).isEqualTo(7);
        assertThat(consume(ConsumerOptions.ofTopic("prices", "a", "a").build())
                        .next()
                        .message()
                        .bodyText())
                .isEqualTo("2");
    }

    @Test
    void shouldCommitSendsAndAcceptancesTogether() {
        broker.declare(Destination.queue("in").build());
        broker.declare(Destination.queue("out").partitions(4).build());
        send("in", "a");
        var delivery = consumeQueue("in").next();
        var transaction = broker.begin();
        transaction.send(Message.to("out").key("1").body("x").build());
        transaction.send(Message.to("out").key("2").body("y").build());
        transaction.accept(delivery);
        assertThat(broker.browse(BrowseRequest.waiting("out", 10).build())).isEmpty();

        done(transaction.commitAsync());
        reopen();

        assertThat(broker.browse(BrowseRequest.waiting("out", 10).build())).hasSize(2);
        assertThat(broker.browse(BrowseRequest.waiting("in", 10).build())).isEmpty();
        assertThatThrownBy(transaction::rollback).isInstanceOf(IllegalStateException.class);
        assertThatCode(transaction::close)
                .as("behind a commit, try with resources is silent")
                .doesNotThrowAnyException();
    }

    @Test
    void shouldDoNothingOfATransactionThatLostALease() {
        broker.declare(Destination.queue("in").build());
        broker.declare(Destination.queue("out").build());
        send("in", "a", "b");
        var kept = consume(
                ConsumerOptions.ofQueue("in", "kept").lease(Duration.ZERO).build());
        var inbox = kept.next(2);
        done(inbox.get(1).releaseAsync(Duration.ofHours(1), false));
        var transaction = broker.begin();
        transaction.send(Message.to("out").body("x").build());
        transaction.accept(inbox.get(0));
        transaction.accept(inbox.get(1));

        assertThat(transaction.commitAsync().toCompletableFuture())
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(PenstockException.LeaseLost.class);

        assertThat(broker.browse(BrowseRequest.waiting("out", 10).build())).isEmpty();
        assertThat(broker.statistics("in").subscriptions().get(0).waiting()).isEqualTo(2);
        done(inbox.get(0).acceptAsync());
    }

    @Test
    void shouldForgetTheSendsOfARolledBackTransaction() {
        broker.declare(Destination.queue("in").build());
        broker.declare(Destination.queue("out").build());
        send("in", "a");
        var delivery = consumeQueue("in").next();
        var transaction = broker.begin();
        transaction.send(Message.to("out").body("x").build());
        transaction.accept(delivery);

        transaction.close();
        transaction.close();
        assertThatThrownBy(transaction::rollback).isInstanceOf(IllegalStateException.class);

        assertThat(broker.browse(BrowseRequest.waiting("out", 10).build())).isEmpty();
        done(delivery.acceptAsync());
    }

    @Test
    void shouldWriteNothingOfAHostileMessage() {
        broker.declare(Destination.queue("orders").build());
        var tooBig = Message.to("orders").body(new byte[2 << 20]).build();
        assertThatThrownBy(() -> broker.send(tooBig)).isInstanceOf(PenstockException.MessageTooLarge.class);
        for (var hostile : java.util.List.of(
                Message.to("orders").header("penstock-id", "x"),
                Message.to("orders").header("", "x"),
                Message.to("orders").header("a\nb", "x"),
                Message.to("orders").header("n".repeat(257), "x"),
                Message.to("orders").header("\ud800", "x"),
                Message.to("orders").id(""),
                Message.to("orders").id("x".repeat(257)),
                Message.to("orders").timestamp(java.time.Instant.MAX),
                Message.to("orders").deliverAt(java.time.Instant.MAX),
                Message.to("orders").deliverAt(java.time.Instant.MIN))) {
            assertThatThrownBy(() -> broker.send(hostile.build())).isInstanceOf(PenstockException.InvalidMessage.class);
            assertThat(broker.sendAsync(hostile.build()).toCompletableFuture())
                    .failsWithin(PATIENCE)
                    .withThrowableThat()
                    .withCauseInstanceOf(PenstockException.InvalidMessage.class);
            assertThatThrownBy(() -> broker.begin().send(hostile.build()))
                    .isInstanceOf(PenstockException.InvalidMessage.class);
        }
        assertThatThrownBy(() -> send("nowhere", "a")).isInstanceOf(PenstockException.UnknownDestination.class);

        var counts = broker.statistics("orders");
        assertThat(counts.partitions().get(0).endOffset()).isZero();
        assertThat(counts.sent()).isZero();
    }

    @Test
    void shouldServeEachDurabilityBesideTheOthers() {
        broker.declare(Destination.queue("orders").build());
        broker.send(Message.to("orders").body("a").durability(Durability.SYNC).build());
        broker.send(Message.to("orders").body("b").durability(Durability.OS).build());

        var inbox = consumeQueue("orders");

        for (var delivery : inbox.next(2)) {
            done(delivery.acceptAsync());
        }
        assertThat(broker.statistics("orders").subscriptions().get(0).accepted())
                .isEqualTo(2);
    }
}
