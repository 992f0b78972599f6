package io.penstock.testkit.conformance;

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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Publish and subscribe, and what happens together or not at all. */
public abstract class TopicsAndTransactionsConformance extends BrokerConformance {

    @Test
    void shouldShowEachMessageToEachSubscriptionFromItsStart() {
        broker.declare(Destination.topic("prices"));
        send("prices", "1");
        broker.declare(Subscription.ofTopic("prices", "early")
                .start(StartPosition.EARLIEST)
                .build());
        broker.declare(Subscription.ofTopic("prices", "late").build());
        send("prices", "2");

        reopen();

        var early = consume(ConsumerOptions.ofTopic("prices", "early", "e"));
        assertThat(early.next(2)).extracting(d -> d.message().bodyText()).containsExactly("1", "2");
        var late = consume(ConsumerOptions.ofTopic("prices", "late", "l"));
        assertThat(late.next().message().bodyText()).isEqualTo("2");
        late.expectNothing();
    }

    @Test
    void shouldForgetANonDurableSubscriptionWithItsLastConsumer() {
        broker.declare(Destination.topic("prices"));
        broker.declare(Subscription.ofTopic("prices", "watch").durable(false).build());
        var inbox = consume(ConsumerOptions.ofTopic("prices", "watch", "w"));
        send("prices", "1");
        var delivery = inbox.next();
        done(delivery.failAsync(new IllegalStateException("x")));
        send("prices", "2");
        done(inbox.next().acceptAsync());

        inbox.close();

        assertThat(broker.subscriptions("prices")).isEmpty();
        assertThatThrownBy(() -> consume(ConsumerOptions.ofTopic("prices", "watch", "w")))
                .isInstanceOf(PenstockException.UnknownSubscription.class);
    }

    @Test
    void shouldMakeDeadLettersOfANonDurableSubscription() {
        broker.declare(Destination.topic("prices"));
        broker.declare(Subscription.ofTopic("prices", "watch")
                .durable(false)
                .retry(RetryPolicy.NONE)
                .build());
        var inbox = consume(ConsumerOptions.ofTopic("prices", "watch", "w"));
        send("prices", "1");

        done(inbox.next().failAsync(new IllegalStateException("x")));

        assertThat(broker.browse(BrowseRequest.waiting("prices.watch.dlq", 10))).hasSize(1);
        assertThat(broker.statistics("prices").subscriptions().get(0).waiting()).isZero();
    }

    @Test
    void shouldUnsubscribeForGood() {
        broker.declare(Destination.topic("prices"));
        broker.declare(Subscription.ofTopic("prices", "a").build());
        var inbox = consume(ConsumerOptions.ofTopic("prices", "a", "a"));
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
        broker.declare(Destination.queue("orders", 3));
        broker.declare(Destination.queue("orders", 3));
        assertThatThrownBy(() -> broker.declare(Destination.topic("orders", 5)))
                .isInstanceOf(PenstockException.Conflict.class)
                .hasMessageContaining("QUEUE with 3")
                .hasMessageContaining("TOPIC with 5");
        broker.declare(Subscription.ofQueue("orders").ordering(Ordering.KEY).build());
        assertThatThrownBy(() -> broker.declare(Subscription.ofQueue("orders").build()))
                .isInstanceOf(PenstockException.Conflict.class)
                .hasMessageContaining("ordering = KEY")
                .hasMessageContaining("ordering = NONE");
        broker.declare(Destination.topic("prices"));
        assertThatThrownBy(() -> broker.declare(Subscription.ofQueue("orders")
                        .ordering(Ordering.KEY)
                        .deadLetter(DeadLetterPolicy.to("prices"))
                        .build()))
                .isInstanceOf(PenstockException.Conflict.class)
                .hasMessageContaining("TOPIC");
        assertThatThrownBy(() ->
                        broker.declare(Subscription.ofTopic("orders", "second").build()))
                .isInstanceOf(PenstockException.Conflict.class);
    }

    @Test
    void shouldReplacePoliciesAndKeepProgress() {
        broker.declare(Destination.topic("prices"));
        broker.declare(Subscription.ofTopic("prices", "a").build());
        send("prices", "1", "2");
        var inbox = consume(ConsumerOptions.ofTopic("prices", "a", "a"));
        done(inbox.next().acceptAsync());

        var replaced = broker.declare(
                Subscription.ofTopic("prices", "a").maxDeliveries(7).build());
        reopen();

        assertThat(broker.subscriptions("prices")).containsExactly(replaced);
        assertThat(replaced.maxDeliveries()).isEqualTo(7);
        assertThat(consume(ConsumerOptions.ofTopic("prices", "a", "a"))
                        .next()
                        .message()
                        .bodyText())
                .isEqualTo("2");
    }

    @Test
    void shouldCommitSendsAndAcceptancesTogether() {
        broker.declare(Destination.queue("in"));
        broker.declare(Destination.queue("out", 4));
        send("in", "a");
        var delivery = consumeQueue("in").next();
        var transaction = broker.begin();
        transaction.send(Message.to("out").key("1").body("x").build());
        transaction.send(Message.to("out").key("2").body("y").build());
        transaction.accept(delivery);
        assertThat(broker.browse(BrowseRequest.waiting("out", 10))).isEmpty();

        done(transaction.commitAsync());
        reopen();

        assertThat(broker.browse(BrowseRequest.waiting("out", 10))).hasSize(2);
        assertThat(broker.browse(BrowseRequest.waiting("in", 10))).isEmpty();
        assertThatThrownBy(transaction::rollback).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldDoNothingOfATransactionThatLostALease() {
        broker.declare(Destination.queue("in"));
        broker.declare(Destination.queue("out"));
        send("in", "a", "b");
        var kept = consume(ConsumerOptions.ofQueue("in", "kept").withLease(Duration.ZERO));
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

        assertThat(broker.browse(BrowseRequest.waiting("out", 10))).isEmpty();
        assertThat(broker.statistics("in").subscriptions().get(0).waiting()).isEqualTo(2);
        done(inbox.get(0).acceptAsync());
    }

    @Test
    void shouldForgetTheSendsOfARolledBackTransaction() {
        broker.declare(Destination.queue("in"));
        broker.declare(Destination.queue("out"));
        send("in", "a");
        var delivery = consumeQueue("in").next();
        var transaction = broker.begin();
        transaction.send(Message.to("out").body("x").build());
        transaction.accept(delivery);

        transaction.rollback();

        assertThat(broker.browse(BrowseRequest.waiting("out", 10))).isEmpty();
        done(delivery.acceptAsync());
    }

    @Test
    void shouldWriteNothingOfAHostileMessage() {
        broker.declare(Destination.queue("orders"));
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
        broker.declare(Destination.queue("orders"));
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
