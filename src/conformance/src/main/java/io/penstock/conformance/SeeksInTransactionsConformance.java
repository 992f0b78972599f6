package io.penstock.conformance;

import io.penstock.BrowseRequest;
import io.penstock.Capability;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.ExchangeType;
import io.penstock.Message;
import io.penstock.Ordering;
import io.penstock.PenstockException;
import io.penstock.StartPosition;
import io.penstock.Subscription;
import io.penstock.TopicRule;
import io.penstock.Transaction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests subscriptions that are moved to another position when a transaction is committed: with all the rest of it, or
 * not at all.
 */
public abstract class SeeksInTransactionsConformance extends BrokerConformance {

    @BeforeEach
    void declare() {
        broker.declare(Destination.queue("in").build());
        broker.declare(Destination.queue("out").build());
        broker.declare(Destination.topic("prices").partitions(2).build());
        broker.declare(Subscription.ofTopic("prices", "s").build());
    }

    private Inbox prices() {
        return consume(
                ConsumerOptions.ofTopic("prices", "s", "c").lease(Duration.ZERO).build());
    }

    /** Sends so many messages to each of the two partitions, one after the other. */
    private void sendPrices(int each) {
        for (int i = 0; i < each; i++) {
            send("prices", i + "", i + "");
        }
    }

    private long waiting(String destination) {
        return broker.statistics(destination).subscriptions().get(0).waiting();
    }

    private static void expectFailure(Transaction transaction, Class<? extends Throwable> cause) {
        assertThat(transaction.commitAsync().toCompletableFuture())
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(cause);
    }

    private static void expectLost(Delivery delivery) {
        assertThat(delivery.acceptAsync().toCompletableFuture())
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(PenstockException.LeaseLost.class);
    }

    @Override
    protected Set<Capability> needed() {
        return Set.of(Capability.SEEKS_IN_TRANSACTIONS);
    }

    @Test
    void shouldSeekTogetherWithWhatElseIsInTheTransactionAndNotBefore() {
        sendPrices(2);
        send("in", "a");
        var inbox = prices();
        var held = inbox.next(4);
        done(held.get(0).acceptAsync());
        done(held.get(1).acceptAsync());
        var transaction = broker.begin();
        transaction.accept(consumeQueue("in").next());
        transaction.send(Message.to("out").body("x").build());
        transaction.seek("prices", "s", StartPosition.EARLIEST);

        inbox.expectNothing();
        assertThat(waiting("prices")).isEqualTo(2);
        done(held.get(2).acceptAsync());
        done(transaction.commitAsync());

        expectLost(held.get(3));
        assertThat(inbox.next(4)).allMatch(delivery -> delivery.attempt() == 1 && delivery.deliveries() == 1);
        reopen();
        assertThat(waiting("prices")).isEqualTo(4);
        assertThat(waiting("in")).isZero();
        assertThat(broker.browse(BrowseRequest.waiting("out", 10).build())).hasSize(1);
    }

    @Test
    void shouldForgetTheSeekOfARolledBackTransaction() {
        sendPrices(1);
        var inbox = prices();
        var held = inbox.next(2);
        done(held.get(0).acceptAsync());
        var transaction = broker.begin();
        transaction.accept(held.get(1));
        transaction.seek("prices", "s", StartPosition.EARLIEST);

        transaction.rollback();

        inbox.expectNothing();
        assertThat(waiting("prices")).isEqualTo(1);
        done(held.get(1).acceptAsync());
        assertThatThrownBy(() -> transaction.seek("prices", "s", StartPosition.EARLIEST))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldGoOnWhereItWasIfTheRestOfTheTransactionCannotBe() {
        sendPrices(2);
        send("in", "a");
        var inbox = prices();
        var held = inbox.next(4);
        done(held.get(0).acceptAsync());
        var gone = consumeQueue("in").next();
        done(gone.releaseAsync(Duration.ofHours(1), false));
        var transaction = broker.begin();
        transaction.accept(gone);
        transaction.accept(held.get(1));
        transaction.send(Message.to("out").body("x").build());
        transaction.seek("prices", "s", StartPosition.EARLIEST);

        expectFailure(transaction, PenstockException.LeaseLost.class);

        assertThat(waiting("prices")).isEqualTo(3);
        assertThat(broker.browse(BrowseRequest.waiting("out", 10).build())).isEmpty();
        done(held.get(1).acceptAsync());
        send("prices", "new");
        // "in" is taken before "prices", whose consumers did not notice.
        assertThat(inbox.next().message().bodyText()).isEqualTo("new");
        done(held.get(2).acceptAsync());
    }

    @Test
    void shouldHandOutAgainUncountedWhatWasTakenForACommitThatFailed() {
        broker.declare(Destination.queue("zebras").build());
        sendPrices(2);
        send("zebras", "a");
        var inbox = prices();
        var held = inbox.next(4);
        var gone = consumeQueue("zebras").next();
        done(gone.releaseAsync(Duration.ofHours(1), false));
        var transaction = broker.begin();
        transaction.accept(gone);
        transaction.accept(held.get(0));
        transaction.seek("prices", "s", StartPosition.LATEST);

        expectFailure(transaction, PenstockException.LeaseLost.class);

        var again = inbox.next(3);
        assertThat(again).allMatch(delivery -> delivery.attempt() == 1 && delivery.deliveries() == 1);
        held.subList(1, 4).forEach(SeeksInTransactionsConformance::expectLost);
        done(held.get(0).acceptAsync());
        again.forEach(delivery -> done(delivery.acceptAsync()));
        assertThat(waiting("prices")).isZero();
    }

    @Test
    void shouldSettleFirstAndThenLetThePlaceDecide() {
        sendPrices(2);
        var inbox = prices();
        var held = inbox.next(4);
        var back = broker.begin();
        held.forEach(back::accept);
        long second = held.stream().mapToLong(Delivery::offset).max().orElseThrow();
        back.seek("prices", "s", StartPosition.atOffset(second));

        done(back.commitAsync());

        var again = inbox.next(2);
        assertThat(again).allMatch(delivery -> delivery.offset() == second && delivery.deliveries() == 1);
        var forth = broker.begin();
        forth.accept(again.get(0));
        forth.seek("prices", "s", StartPosition.LATEST);
        done(forth.commitAsync());
        expectLost(again.get(1));
        assertThat(waiting("prices")).isZero();
        reopen();
        assertThat(waiting("prices")).isZero();
    }

    @Test
    void shouldDeliverWhatTheTransactionItselfSendsBehindTheLatest() {
        sendPrices(3);
        var inbox = prices();
        inbox.next(6);
        var transaction = broker.begin();
        transaction.send(Message.to("prices").body("own").build());
        transaction.seek("prices", "s", StartPosition.LATEST);
        broker.send(Message.to("in").body("not part of it").build());

        done(transaction.commitAsync());

        var own = inbox.next();
        assertThat(own.message().bodyText()).isEqualTo("own");
        done(own.acceptAsync());
        assertThat(waiting("prices")).isZero();
        inbox.expectNothing();
    }

    @Test
    void shouldLookForATimeAtTheCommitAndLetTheLastSeekHold() {
        sendPrices(1);
        pass(Duration.ofMinutes(1));
        var transaction = broker.begin();
        transaction.seek("prices", "s", StartPosition.LATEST);
        transaction.seek("prices", "s", StartPosition.atTime(clock.instant()));
        sendPrices(1);

        done(transaction.commitAsync());

        var found = prices().next(2);
        assertThat(found).allMatch(delivery -> delivery.offset() > 0);
        assertThat(waiting("prices")).isEqualTo(2);
    }

    @Test
    void shouldSeekInSeveralSubscriptionsOfSeveralDestinations() {
        broker.declare(Subscription.ofTopic("prices", "watch").durable(false).build());
        var watch = consume(ConsumerOptions.ofTopic("prices", "watch", "w")
                .lease(Duration.ZERO)
                .build());
        sendPrices(1);
        send("in", "a", "b");
        var work = consumeQueue("in");
        work.next(2).forEach(delivery -> done(delivery.acceptAsync()));
        watch.next(2).forEach(delivery -> done(delivery.acceptAsync()));
        var transaction = broker.begin();
        transaction.seek("prices", "watch", StartPosition.EARLIEST);
        transaction.seek("prices", "s", StartPosition.LATEST);
        transaction.seek("in", "in", StartPosition.atOffset(1));

        done(transaction.commitAsync());

        assertThat(work.next().message().bodyText()).isEqualTo("b");
        watch.next(2).forEach(delivery -> done(delivery.acceptAsync()));
        assertThat(waiting("prices")).isZero();
    }

    @ParameterizedTest
    @EnumSource(Ordering.class)
    void shouldKeepTheOrderAfterASeekThatHappenedOrDidNot(Ordering ordering) {
        broker.declare(Subscription.ofTopic("prices", "ordered")
                .ordering(ordering)
                .start(StartPosition.EARLIEST)
                .build());
        for (int i = 0; i < 4; i++) {
            broker.send(Message.to("prices").key("k").body("" + i).build());
        }
        var inbox = consume(ConsumerOptions.ofTopic("prices", "ordered", "c")
                .lease(Duration.ZERO)
                .build());
        var first = inbox.next();
        var failing = broker.begin();
        failing.accept(first);
        failing.seek("prices", "ordered", StartPosition.LATEST);
        var lost = consumeLost();
        failing.accept(lost);
        expectFailure(failing, PenstockException.LeaseLost.class);
        var transaction = broker.begin();
        transaction.accept(first);
        transaction.seek("prices", "ordered", StartPosition.atOffset(1));

        done(transaction.commitAsync());

        // Deliveries from before the seek are lost; then the rest comes in order, each once.
        var order = new ArrayList<String>();
        while (order.size() < 3) {
            var delivery = inbox.next();
            if (!delivery.acceptAsync()
                    .handle((accepted, failure) -> failure != null)
                    .toCompletableFuture()
                    .join()) {
                order.add(delivery.message().bodyText());
            }
        }
        assertThat(order).containsExactly("1", "2", "3");
        inbox.expectNothing();
    }

    private Delivery consumeLost() {
        broker.declare(Destination.queue("zebras").build());
        send("zebras", "a");
        var gone = consumeQueue("zebras").next();
        done(gone.releaseAsync(Duration.ofHours(1), false));
        return gone;
    }

    @Test
    void shouldSeekInATopicOfAWildcardSubscription() {
        broker.declare(Destination.topic("eu.paris").build());
        broker.routing()
                .declare(TopicRule.of("all", "eu.*")
                        .policies(Subscription.ofTopic("any", "all").build())
                        .build());
        send("eu.paris", "a");
        var transaction = broker.begin();
        transaction.seek("eu.paris", "all", StartPosition.LATEST);

        done(transaction.commitAsync());

        assertThat(waiting("eu.paris")).isZero();
        assertThatThrownBy(() -> broker.begin().seek("eu.*", "all", StartPosition.LATEST))
                .isInstanceOf(PenstockException.UnknownDestination.class);
    }

    @Test
    void shouldRefuseToPrepareASeek() {
        sendPrices(1);
        var inbox = prices();
        var held = inbox.next(2);
        var transaction = broker.begin();
        transaction.accept(held.get(0));
        transaction.seek("prices", "s", StartPosition.LATEST);

        assertThat(transaction.prepareAsync(new byte[] {1}).toCompletableFuture())
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(PenstockException.InvalidConfiguration.class)
                .withMessageContaining(
                        "Seeks cannot be prepared, and the transaction has some of [subscription 's' of 'prices']");

        assertThat(broker.prepared()).isEmpty();
        held.forEach(delivery -> done(delivery.acceptAsync()));
        assertThatThrownBy(transaction::rollback).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldRefuseToSeekWhereNothingIs() {
        broker.declare(Destination.exchange("events", ExchangeType.FANOUT).build());
        var transaction = broker.begin();
        assertThatThrownBy(() -> transaction.seek("nowhere", "s", StartPosition.LATEST))
                .isInstanceOf(PenstockException.UnknownDestination.class);
        assertThatThrownBy(() -> transaction.seek("prices", "nobody", StartPosition.LATEST))
                .isInstanceOf(PenstockException.UnknownSubscription.class);
        assertThatThrownBy(() -> transaction.seek("events", "s", StartPosition.LATEST))
                .isInstanceOf(PenstockException.Conflict.class);
        transaction.seek("prices", "s", StartPosition.LATEST);
        transaction.send(Message.to("out").body("x").build());
        broker.unsubscribe("prices", "s");

        expectFailure(transaction, PenstockException.UnknownSubscription.class);
        assertThat(broker.browse(BrowseRequest.waiting("out", 10).build())).isEmpty();
    }

    @Test
    void shouldRollBackASeekThatTookTooLong() {
        sendPrices(1);
        var transaction = broker.begin(Duration.ofMinutes(1));
        transaction.seek("prices", "s", StartPosition.LATEST);
        pass(Duration.ofMinutes(2));

        assertThatThrownBy(() -> transaction.seek("prices", "s", StartPosition.EARLIEST))
                .isInstanceOf(PenstockException.TransactionTimedOut.class);
        expectFailure(transaction, PenstockException.TransactionTimedOut.class);
        assertThat(waiting("prices")).isEqualTo(2);
    }

    @Test
    void shouldSeekAgainAsSoonAsACommitIsDone() {
        sendPrices(1);
        for (var position : List.of(StartPosition.LATEST, StartPosition.EARLIEST, StartPosition.LATEST)) {
            var transaction = broker.begin();
            transaction.seek("prices", "s", position);
            done(transaction.commitAsync());
            broker.seek("prices", "s", position);
        }
        assertThat(waiting("prices")).isZero();
    }
}
