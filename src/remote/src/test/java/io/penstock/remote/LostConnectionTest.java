package io.penstock.remote;

import io.penstock.BrokerHealth;
import io.penstock.BrowseRequest;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.DeliveryHandler;
import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.PenstockException;
import io.penstock.ProducerOptions;
import io.penstock.Receipt;
import io.penstock.ReplayRequest;
import io.penstock.Subscription;
import io.penstock.spi.EngineMessage;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What becomes of that which is under way when a connection is lost. */
class LostConnectionTest extends RemoteTest {

    private static final int MESSAGES = 500;

    private Stream<String> bodies() {
        return engine
                .browse(BrowseRequest.all("orders", BrowseRequest.MAX_LIMIT).build())
                .stream()
                .map(stored -> stored.message().bodyText());
    }

    private List<CompletableFuture<Receipt>> sendAsync(RemoteBroker broker) {
        return IntStream.range(0, MESSAGES)
                .mapToObj(i -> broker.sendAsync(message("m" + i)).toCompletableFuture())
                .toList();
    }

    private void expectWrittenOnce(List<CompletableFuture<Receipt>> sending) {
        var receipts = new ArrayList<Long>();
        for (var each : sending) {
            assertThat(each).succeedsWithin(PATIENCE);
            assertThat(each.join().isDuplicate()).isFalse();
            receipts.add(each.join().offset());
        }
        assertThat(receipts).doesNotHaveDuplicates();
        assertThat(bodies())
                .containsExactlyElementsOf(
                        IntStream.range(0, MESSAGES).mapToObj(i -> "m" + i).toList());
    }

    /** Without marks it is the server's memory of the link alone that does it. */
    @Test
    void shouldWriteOnceWhatTheServerHasDoneWithoutAnybodyHearingOfIt() {
        queue("orders");
        try (var unmarked =
                RemoteBroker.connect(clientOptions().marksMessages(false).build())) {
            proxy.loseAnswers();
            var sending = sendAsync(unmarked);
            until(() -> engine.statistics("orders").sent() == MESSAGES);
            assertThat(sending).noneMatch(CompletableFuture::isDone);

            proxy.goOn();

            expectWrittenOnce(sending);
        }
    }

    @Test
    void shouldWriteOnceWhatAnotherServerHasDone() {
        queue("orders");
        proxy.loseAnswers();
        var sending = sendAsync(remote);
        until(() -> engine.statistics("orders").sent() == MESSAGES);

        replaceServer();
        proxy.goOn();

        expectWrittenOnce(sending);
        assertThat(engine.statistics("orders").duplicates()).isEqualTo(MESSAGES);
    }

    @Test
    void shouldWriteOnceAMessageWithAGeneratedIdThatAnotherServerHasWritten() {
        queue("orders");
        proxy.loseAnswers();
        var message = EngineMessage.to("orders").generatedId("ID:1").body("a").build();
        var sending = remote.sendAsync(message).toCompletableFuture();
        until(() -> engine.statistics("orders").sent() == 1);

        replaceServer();
        proxy.goOn();

        assertThat(sending).succeedsWithin(PATIENCE).satisfies(receipt -> {
            assertThat(receipt.messageId()).isEqualTo("ID:1");
            assertThat(receipt.isDuplicate()).isFalse();
        });
        assertThat(engine.statistics("orders").sent()).isEqualTo(1);
        assertThat(engine.statistics("orders").duplicates()).isEqualTo(1);
    }

    @Test
    void shouldSayThatNobodyKnowsWhetherAnotherServerHasDoneWhatHasNoMark() {
        queue("orders");
        try (var unmarked =
                RemoteBroker.connect(clientOptions().marksMessages(false).build())) {
            proxy.loseAnswers();
            var sending = unmarked.sendAsync(message("a")).toCompletableFuture();
            until(() -> engine.statistics("orders").sent() == 1);

            replaceServer();
            proxy.goOn();

            assertThat(sending)
                    .failsWithin(PATIENCE)
                    .withThrowableThat()
                    .withCauseInstanceOf(PenstockException.Unavailable.class)
                    .withMessageContaining("it may have been done, or not");
        }
    }

    @Test
    void shouldHaveCallsWaitForTheNextConnection() {
        queue("orders");
        proxy.down();
        var sending = remote.sendAsync(message("a")).toCompletableFuture();
        until(() -> remote.health().state() == BrokerHealth.State.DEGRADED);
        assertThat(sending).isNotDone();

        proxy.up();

        assertThat(sending).succeedsWithin(PATIENCE);
        assertThat(remote.statistics("orders").sent()).isEqualTo(1);
    }

    @Test
    void shouldNotWaitForLongerThanItWasTold() {
        queue("orders");
        try (var impatient = RemoteBroker.connect(
                clientOptions().failoverWait(Duration.ofMillis(1)).build())) {
            proxy.down();
            assertThatThrownBy(() -> impatient.statistics("orders"))
                    .isInstanceOf(PenstockException.Unavailable.class)
                    .hasMessageContaining("no connection to the server for PT0.001S");
            until(() -> impatient.health().state() == BrokerHealth.State.FAILED);
            proxy.up();
            until(() -> impatient.health().state() == BrokerHealth.State.RUNNING);
        }
    }

    @Test
    void shouldTakeFromConsumersWhatTheyHoldAndHandItOutAgainUncounted() throws Exception {
        queue("orders");
        engine.send(message("a"));
        var deliveries = consume(remote, "orders");
        var lost = next(deliveries);

        proxy.cut();
        var again = next(deliveries);

        assertThat(lost.acceptAsync().toCompletableFuture())
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(PenstockException.LeaseLost.class)
                .withMessageContaining("offset 0 of partition 0 of 'orders'");
        assertThatThrownBy(lost::accept).isInstanceOf(PenstockException.LeaseLost.class);
        assertThat(again.attempt()).isEqualTo(1);
        again.accept();
        assertThat(waiting("orders").accepted()).isEqualTo(1);
        assertThat(waiting("orders").acquired()).isZero();
    }

    @Test
    void shouldRememberAnAcceptanceWhoseAnswerIsLost() throws Exception {
        queue("orders");
        engine.send(message("a"));
        var delivery = next(consume(remote, "orders"));
        proxy.loseAnswers();
        var accepting = delivery.acceptAsync().toCompletableFuture();
        until(() -> waiting("orders").accepted() == 1);

        proxy.goOn();

        assertThat(accepting).succeedsWithin(PATIENCE);
    }

    @Test
    void shouldTellAConsumerWhoseSubscriptionIsGone() {
        engine.declare(Destination.topic("prices").build());
        engine.declare(Subscription.ofTopic("prices", "s").build());
        var told = new CompletableFuture<PenstockException>();
        remote.consume(ConsumerOptions.ofTopic("prices", "s", "c").build(), new DeliveryHandler() {
            @Override
            public void handle(List<Delivery> deliveries) {}

            @Override
            public void closed(PenstockException reason) {
                told.complete(reason);
            }
        });
        proxy.down();
        until(() -> waiting("prices").consumers() == 0);
        engine.unsubscribe("prices", "s");

        proxy.up();

        assertThat(told).succeedsWithin(PATIENCE).isInstanceOf(PenstockException.UnknownSubscription.class);
    }

    @Test
    void shouldRollBackATransactionThatWasOpen() throws Exception {
        queue("orders");
        engine.send(message("a"));
        var deliveries = consume(remote, "orders");
        var transaction = remote.begin();
        transaction.accept(next(deliveries));
        transaction.send(message("b"));

        proxy.cut();

        assertThatThrownBy(transaction::commit).isInstanceOfAny(PenstockException.Unavailable.class);
        var again = next(deliveries);
        assertThat(again.message().bodyText()).isEqualTo("a");
        assertThat(bodies()).containsExactly("a");
    }

    @Test
    void shouldCommitOnceThoughTheAnswerIsLost() {
        queue("orders");
        var transaction = remote.begin();
        transaction.send(message("a"));
        proxy.loseAnswers();
        var committing = transaction.commitAsync().toCompletableFuture();
        until(() -> engine.statistics("orders").sent() == 1);

        proxy.goOn();

        assertThat(committing).succeedsWithin(PATIENCE);
        assertThat(bodies()).containsExactly("a");
    }

    @Test
    void shouldSayThatACommitMayHaveHappenedIfAnotherServerIsAsked() {
        queue("orders");
        var transaction = remote.begin();
        transaction.send(message("a"));
        proxy.loseAnswers();
        var committing = transaction.commitAsync().toCompletableFuture();
        until(() -> engine.statistics("orders").sent() == 1);

        replaceServer();
        proxy.goOn();

        assertThat(committing)
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withMessageContaining("it may have been done, or not");
    }

    @Test
    void shouldKeepProducersAndTemporaryDestinationsOverAConnection() {
        queue("orders");
        var producer = remote.producer(ProducerOptions.of("p").build());
        producer.send(message("a"));
        var temporary = remote.temporary(DestinationKind.QUEUE);

        proxy.cut();

        assertThat(producer.send(message("b")).offset()).isEqualTo(1);
        assertThat(remote.destination(temporary.destination().name())).isPresent();
        replaceServer();
        assertThatThrownBy(() -> producer.send(message("c"))).isInstanceOf(PenstockException.Fenced.class);
        assertThat(engine.destination(temporary.destination().name())).isEmpty();
        var next = remote.producer(ProducerOptions.of("p").build());
        assertThat(next.nextSequence()).isEqualTo(2);
    }

    @Test
    void shouldCancelAReplay() {
        queue("orders");
        var replay = remote.replay(
                ReplayRequest.all("orders").to(io.penstock.StartPosition.LATEST).build(), handed -> {});
        engine.send(message("a"));
        proxy.cut();
        assertThat(remote.statistics("orders").sent()).isEqualTo(1);
        assertThat(replay.doneAsync().toCompletableFuture())
                .satisfiesAnyOf(
                        done -> assertThat(done).isCompletedWithValue(0L),
                        done -> assertThat(done).failsWithin(PATIENCE));
    }

    @Test
    void shouldTellEventsOfTheNextConnection() {
        queue("orders");
        var told = new CompletableFuture<String>();
        remote.events(event -> told.complete(event.getClass().getSimpleName()));
        proxy.cut();
        assertThat(remote.statistics("orders").sent()).isZero();
        until(() -> {
            engine.send(message("a"));
            engine.operations().purge("orders", null, "test");
            return told.isDone();
        });
        assertThat(told).isCompletedWithValue("OperationEnded");
    }
}
