package io.penstock.conformance;

import io.penstock.BrowseRequest;
import io.penstock.Capability;
import io.penstock.ConsumerOptions;
import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.Message;
import io.penstock.Ordering;
import io.penstock.PenstockException;
import io.penstock.ProducerOptions;
import io.penstock.RedriveRequest;
import io.penstock.Subscription;
import io.penstock.TemporaryDestination;
import io.penstock.Transaction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Tests transactions that are prepared, and whose end somebody else decides. */
public abstract class PreparedTransactionsConformance extends BrokerConformance {

    private static final byte[] ID = {1, 2, 3};

    @BeforeEach
    void declare() {
        broker.declare(Destination.queue("in").partitions(2).build());
        broker.declare(Destination.queue("out").partitions(2).build());
    }

    private List<String> waiting(String queue) {
        return broker.browse(BrowseRequest.waiting(queue, 100).build()).stream()
                .map(stored -> stored.message().bodyText())
                .sorted()
                .toList();
    }

    /** Prepares a transaction with one message taken from "in" and two sent to "out". */
    private void prepare(Inbox inbox) {
        var transaction = broker.begin();
        transaction.accept(inbox.next());
        transaction.send(Message.to("out").key("k").body("x").build());
        transaction.send(Message.to("out").id("once").body("y").build());
        done(transaction.prepareAsync(ID));
    }

    @Override
    protected Set<Capability> needed() {
        return Set.of(Capability.PREPARED_TRANSACTIONS);
    }

    @Test
    void shouldShowNothingUntilItIsCommitted() {
        send("in", "a");
        var inbox = consumeQueue("in");
        prepare(inbox);

        assertThat(waiting("out")).isEmpty();
        assertThat(waiting("in")).containsExactly("a");
        assertThat(broker.prepared()).singleElement().satisfies(each -> {
            assertThat(each.globalId()).isEqualTo(ID);
            assertThat(each.preparedAt()).isEqualTo(clock.instant());
            assertThat(each.sends()).isEqualTo(2);
            assertThat(each.settlements()).isEqualTo(1);
        });

        broker.commitPrepared(ID);

        assertThat(waiting("out")).containsExactly("x", "y");
        assertThat(waiting("in")).isEmpty();
        assertThat(broker.prepared()).isEmpty();
        inbox.expectNothing();
    }

    private String reply(TemporaryDestination to, Transaction transaction) {
        String name = to.destination().name();
        transaction.send(Message.to(name).body("reply").build());
        transaction.send(Message.to("out").body("done").build());
        return name;
    }

    @Test
    void shouldReplyToATemporaryDestinationThatIsThereAtTheCommit() {
        needs(Capability.TEMPORARY_DESTINATIONS);
        try (var replies = broker.temporary(DestinationKind.QUEUE)) {
            var transaction = broker.begin();
            String name = reply(replies, transaction);
            done(transaction.prepareAsync(ID));
            var inbox = consumeQueue(name);
            inbox.expectNothing();

            broker.commitPrepared(ID);

            assertThat(inbox.next().message().bodyText()).isEqualTo("reply");
            assertThat(waiting("out")).containsExactly("done");
        }
    }

    @Test
    void shouldPrepareAndCommitWithoutAReplyThatNobodyWantsAnyMore() {
        needs(Capability.TEMPORARY_DESTINATIONS);
        var transaction = broker.begin();
        try (var replies = broker.temporary(DestinationKind.QUEUE)) {
            reply(replies, transaction);
        }

        done(transaction.prepareAsync(ID));
        broker.commitPrepared(ID);

        assertThat(waiting("out")).containsExactly("done");
        assertThat(broker.prepared()).isEmpty();
    }

    @Test
    void shouldCommitWithoutTheReplyWhenItsTemporaryDestinationHasEndedSince() {
        needs(Capability.TEMPORARY_DESTINATIONS);
        for (boolean restart : new boolean[] {false, true}) {
            try (var replies = broker.temporary(DestinationKind.QUEUE)) {
                var transaction = broker.begin();
                reply(replies, transaction);
                done(transaction.prepareAsync(ID));
            }
            if (restart) {
                reopen();
            }
            var others = new ArrayList<TemporaryDestination>();
            var inboxes = new ArrayList<Inbox>();
            for (int i = 0; i < 70; i++) { // as many that one has the partition of the one that has ended
                others.add(broker.temporary(DestinationKind.QUEUE));
                inboxes.add(consumeQueue(others.get(i).destination().name()));
            }

            broker.commitPrepared(ID);

            assertThat(waiting("out")).containsOnly("done");
            inboxes.forEach(Inbox::expectNothing);
            others.forEach(other -> assertThat(
                            broker.statistics(other.destination().name()).messages())
                    .isZero());
            inboxes.forEach(Inbox::close);
            others.forEach(TemporaryDestination::close);
            broker.forgetPrepared(ID);
        }
    }

    @Test
    void shouldKeepDeliveriesFromEverybodyAcrossRestartsUntilItIsCommitted() {
        send("in", "a", "b");
        prepare(consumeQueue("in"));
        reopen();
        reopen();
        var inbox = consumeQueue("in");
        assertThat(inbox.next().message().bodyText()).isIn("a", "b");
        inbox.expectNothing();
        assertThat(broker.prepared()).hasSize(1);

        broker.commitPrepared(ID);

        assertThat(waiting("out")).containsExactly("x", "y");
        inbox.expectNothing();
        assertThat(broker.statistics("in").subscriptions().get(0).waiting()).isEqualTo(1);
        broker.send(Message.to("out").id("once").body("y").build());
        assertThat(waiting("out")).hasSize(2);
    }

    @Test
    void shouldHandOutAgainWhatIsRolledBack() {
        send("in", "a");
        var inbox = consumeQueue("in");
        prepare(inbox);
        inbox.expectNothing();

        broker.rollbackPrepared(ID);

        var again = inbox.next();
        assertThat(again.deliveries()).isEqualTo(2);
        assertThat(again.attempt()).isEqualTo(1);
        assertThat(waiting("out")).isEmpty();
        done(again.acceptAsync());
    }

    @Test
    void shouldHandOutAgainWhatIsRolledBackAfterARestart() {
        send("in", "a");
        prepare(consumeQueue("in"));
        reopen();
        var inbox = consumeQueue("in");
        inbox.expectNothing();

        broker.rollbackPrepared(ID);

        var again = inbox.next();
        assertThat(again.deliveries()).isEqualTo(2);
        assertThat(again.attempt()).isEqualTo(1);
        done(again.acceptAsync());
        reopen();
        assertThat(waiting("in")).isEmpty();
        assertThat(waiting("out")).isEmpty();
    }

    @Test
    void shouldHandOutAgainIfNobodyLookedBeforeTheRollback() {
        send("in", "a");
        prepare(consumeQueue("in"));
        reopen();
        broker.rollbackPrepared(ID);

        assertThat(consumeQueue("in").next().deliveries()).isEqualTo(2);
    }

    @Test
    void shouldHoldBackTheKeyOfWhatIsPrepared() {
        broker.declare(Destination.queue("keyed").build());
        broker.declare(Subscription.ofQueue("keyed").ordering(Ordering.KEY).build());
        for (var body : List.of("1", "2")) {
            broker.send(Message.to("keyed").key("k").body(body).build());
        }
        for (boolean commit : new boolean[] {false, true}) {
            var transaction = broker.begin();
            var inbox = consumeQueue("keyed");
            var first = inbox.next();
            assertThat(first.message().bodyText()).isEqualTo("1");
            transaction.accept(first);
            done(transaction.prepareAsync(ID));
            reopen();
            inbox = consumeQueue("keyed");
            inbox.expectNothing();

            if (commit) {
                broker.commitPrepared(ID);
            } else {
                broker.rollbackPrepared(ID);
            }

            assertThat(inbox.next().message().bodyText()).isEqualTo(commit ? "2" : "1");
            inbox.close();
        }
    }

    @Test
    void shouldStayPreparedWhenTheConsumerGoes() {
        send("in", "a");
        var inbox = consume(ConsumerOptions.ofQueue("in", "short")
                .lease(Duration.ofSeconds(1))
                .build());
        prepare(inbox);
        pass(Duration.ofMinutes(1));
        inbox.close();
        var other = consumeQueue("in");
        other.expectNothing();

        broker.rollbackPrepared(ID);

        assertThat(other.next().deliveries()).isEqualTo(2);
    }

    @Test
    void shouldEndOnceAndSayHowItEnded() {
        prepareEmpty(ID);
        prepareEmpty(new byte[] {9});
        broker.commitPrepared(ID);
        broker.rollbackPrepared(new byte[] {9});
        for (int round = 0; round < 2; round++) {
            broker.commitPrepared(ID);
            broker.rollbackPrepared(new byte[] {9});
            assertThatThrownBy(() -> broker.rollbackPrepared(ID))
                    .isInstanceOf(PenstockException.Conflict.class)
                    .hasMessageContaining("010203")
                    .hasMessageContaining("committed");
            assertThatThrownBy(() -> broker.commitPrepared(new byte[] {9}))
                    .isInstanceOf(PenstockException.Conflict.class);
            reopen();
        }
        broker.forgetPrepared(ID);
        broker.forgetPrepared(ID);
        reopen();
        assertThatThrownBy(() -> broker.commitPrepared(ID)).isInstanceOf(PenstockException.UnknownTransaction.class);
        assertThatThrownBy(() -> broker.rollbackPrepared(new byte[] {7}))
                .isInstanceOf(PenstockException.UnknownTransaction.class);
    }

    private void prepareEmpty(byte[] id) {
        var transaction = broker.begin();
        transaction.send(Message.to("out").body("m").build());
        done(transaction.prepareAsync(id));
    }

    @Test
    void shouldRefuseWhatCannotBePrepared() {
        prepareEmpty(ID);
        refused(broker.begin(), ID, PenstockException.Conflict.class);
        refused(broker.begin(), new byte[0], PenstockException.InvalidConfiguration.class);
        refused(broker.begin(), new byte[257], PenstockException.InvalidConfiguration.class);
        var numbered = broker.begin();
        numbered.send(
                broker.producer(ProducerOptions.of("p").build()),
                0,
                Message.to("out").build());
        refused(numbered, new byte[] {5}, PenstockException.InvalidConfiguration.class);
        send("in", "a");
        var lost = broker.begin();
        var delivery = consumeQueue("in").next();
        lost.accept(delivery);
        done(delivery.acceptAsync());
        refused(lost, new byte[] {6}, PenstockException.LeaseLost.class);
        assertThat(broker.prepared()).hasSize(1);
        prepareEmpty(new byte[] {6});
    }

    private static void refused(Transaction transaction, byte[] id, Class<? extends Throwable> with) {
        assertThat(transaction.prepareAsync(id).toCompletableFuture())
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(with);
    }

    @Test
    void shouldLeaveOutADuplicateThatCameBetweenPrepareAndCommit() {
        send("in", "a");
        prepare(consumeQueue("in"));
        broker.send(Message.to("out").id("once").body("first").build());

        broker.commitPrepared(ID);

        assertThat(waiting("out")).containsExactly("first", "x");
        assertThat(broker.statistics("out").duplicates()).isEqualTo(1);
    }

    @Test
    void shouldNotRedriveWhatIsPrepared() {
        send("in", "a");
        done(consumeQueue("in").next().rejectAsync(io.penstock.DeadLetterReason.REJECTED, "x", null));
        var transaction = broker.begin();
        transaction.accept(consumeQueue("in.dlq").next());
        done(transaction.prepareAsync(ID));
        reopen();

        assertThat(broker.redrive(RedriveRequest.all("in.dlq").build()).redriven())
                .isZero();

        broker.rollbackPrepared(ID);
        assertThat(broker.redrive(RedriveRequest.all("in.dlq").build()).redriven())
                .isEqualTo(1);
    }

    @Test
    void shouldRollBackATransactionThatTakesTooLong() {
        send("in", "a");
        var delivery = consumeQueue("in").next();
        var transaction = broker.begin(Duration.ofSeconds(10));
        transaction.accept(delivery);
        transaction.send(Message.to("out").body("x").build());
        pass(Duration.ofSeconds(11));

        for (int i = 0; i < 2; i++) {
            assertThat(transaction.commitAsync().toCompletableFuture())
                    .failsWithin(PATIENCE)
                    .withThrowableThat()
                    .withCauseInstanceOf(PenstockException.TransactionTimedOut.class)
                    .withMessageContaining("PT10S");
            assertThatThrownBy(() -> transaction.accept(delivery))
                    .isInstanceOf(PenstockException.TransactionTimedOut.class);
            assertThatThrownBy(transaction::rollback).isInstanceOf(PenstockException.TransactionTimedOut.class);
        }
        refused(transaction, ID, PenstockException.TransactionTimedOut.class);
        assertThat(waiting("out")).isEmpty();
        done(delivery.acceptAsync());
        var patient = broker.begin(Duration.ZERO);
        patient.send(Message.to("out").body("y").build());
        pass(Duration.ofDays(30));
        done(patient.commitAsync());
        assertThatThrownBy(() -> broker.begin(Duration.ofSeconds(-1)))
                .isInstanceOf(PenstockException.InvalidConfiguration.class);
    }

    @Test
    void shouldRefuseTheDeliveriesOfAConsumerThatLeft() {
        send("in", "a");
        var inbox = consumeQueue("in");
        var delivery = inbox.next();
        var transaction = broker.begin();
        transaction.accept(delivery);
        inbox.close();

        assertThat(transaction.commitAsync().toCompletableFuture())
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(PenstockException.LeaseLost.class);
        assertThat(waiting("in")).containsExactly("a");
    }
}
