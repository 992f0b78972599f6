package io.penstock.broker;

import io.penstock.BrokerEvent;
import io.penstock.BrokerHealth;
import io.penstock.BrowseRequest;
import io.penstock.ConsumerOptions;
import io.penstock.DeadLetterPolicy;
import io.penstock.DeadLetterReason;
import io.penstock.DeadLetterRecord;
import io.penstock.Delivery;
import io.penstock.DeliveryHandler;
import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.RetryPolicy;
import io.penstock.StartPosition;
import io.penstock.StoredMessage;
import io.penstock.Subscription;
import io.penstock.conformance.fault.FaultyStorage;
import io.penstock.conformance.tool.ManualClock;
import io.penstock.conformance.tool.Patience;
import io.penstock.journal.log.LocalLog;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.young.JournalOptions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What one subscription throws stops that one, is told, and can be mended; all others are served. */
class ContainmentTest {

    private static final LogOptions SMALL = LogOptions.of(new JournalOptions(8 << 20, 4 << 20, 1 << 20, 50));

    private final FaultyStorage storage = new FaultyStorage(1);
    private final ManualClock clock = new ManualClock();

    private EmbeddedBroker open() {
        var options = new BrokerOptions(Path.of("memory"), Durability.SYNC, 1 << 20, SMALL);
        return EmbeddedBroker.open(options, clock, handler -> LocalLog.open(storage, SMALL, clock, handler));
    }

    private static BlockingQueue<Delivery> consume(EmbeddedBroker broker, String queue) {
        var handed = new LinkedBlockingQueue<Delivery>();
        broker.consume(ConsumerOptions.ofQueue(queue, "c").build(), handed::addAll)
                .request(10);
        return handed;
    }

    private static Delivery next(BlockingQueue<Delivery> handed) throws InterruptedException {
        var delivery = handed.poll(Patience.SECONDS, TimeUnit.SECONDS);
        assertThat(delivery).isNotNull();
        return delivery;
    }

    private void failReads(AtomicBoolean failing, boolean error) {
        storage.observe((operation, name) -> {
            if (operation == FaultyStorage.Operation.READ && failing.get()) {
                if (error) {
                    throw new StackOverflowError("deep");
                }
                throw new IllegalStateException("a defect");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldServeOthersWhileOneSubscriptionFailsAndResumeIt(boolean error) throws Exception {
        try (var broker = open()) {
            broker.declare(Destination.queue("orders").build());
            broker.declare(Destination.queue("innocent").build());
            broker.send(Message.to("orders").body("a").build());
            var failing = new AtomicBoolean(true);
            failReads(failing, error);
            var handed = consume(broker, "orders");
            Awaitility.await().until(() -> broker.health().detail().contains("'orders' of 'orders'"));
            assertThat(broker.health().state()).isEqualTo(BrokerHealth.State.RUNNING);
            failing.set(false);

            assertThat(broker.health().detail()).contains("'orders'").contains(error ? "deep" : "a defect");
            var statistics = broker.statistics("orders").subscriptions().get(0);
            assertThat(statistics.problem()).contains(error ? "deep" : "a defect");
            assertThat(statistics.members().get(0).idleReason()).contains("resumed");
            broker.send(Message.to("innocent").body("b").build());
            next(consume(broker, "innocent")).accept();
            assertThat(handed).isEmpty();

            broker.resume("orders", "orders");

            next(handed).accept();
            assertThat(broker.health().state()).isEqualTo(BrokerHealth.State.RUNNING);
            assertThat(broker.statistics("orders").subscriptions().get(0).problem())
                    .isNull();
        }
    }

    @Test
    void shouldRemoveAQueueWhoseSubscriptionHasFailed() throws Exception {
        try (var broker = open()) {
            broker.declare(Destination.queue("orders").build());
            broker.send(Message.to("orders").body("a").build());
            var failing = new AtomicBoolean(true);
            failReads(failing, false);
            var consumer = broker.consume(ConsumerOptions.ofQueue("orders", "c").build(), deliveries -> {});
            consumer.request(1);
            Awaitility.await().until(() -> broker.health().detail().contains("'orders' of 'orders'"));
            assertThat(broker.health().state()).isEqualTo(BrokerHealth.State.RUNNING);
            failing.set(false);
            consumer.close();

            broker.operations().delete("orders", true, "test");

            assertThat(broker.health().state()).isEqualTo(BrokerHealth.State.RUNNING);
        }
    }

    @Test
    void shouldParkWhatCannotBecomeADeadLetterAndHandItOutAgainWhenResumed() throws Exception {
        try (var broker = open()) {
            broker.declare(Destination.queue("orders").build());
            broker.declare(Destination.topic("orders.dlq").build());
            broker.send(Message.to("orders").body("a").build());
            var handed = consume(broker, "orders");
            next(handed).reject(DeadLetterReason.UNREADABLE, "no use", null);
            assertThat(broker.statistics("orders").subscriptions().get(0).parked())
                    .isEqualTo(1);
            broker.send(Message.to("orders")
                    .body("later")
                    .deliverAt(Instant.now().plusSeconds(3_600))
                    .build());
            assertThat(broker.browse(BrowseRequest.waiting("orders", 10).build()))
                    .extracting(StoredMessage::parked)
                    .containsExactly(true, false);
            assertThat(broker.browse(
                            BrowseRequest.waiting("orders", 10).parked(true).build()))
                    .extracting(stored -> stored.message().bodyText())
                    .containsExactly("a");
            broker.operations().delete("orders.dlq", true, "test");

            broker.resume("orders", "orders");

            next(handed).accept();
            assertThat(broker.statistics("orders").subscriptions().get(0).parked())
                    .isZero();
        }
    }

    @Test
    void shouldTellTheConsumersOfAQueueThatIsDeletedByForce() throws Exception {
        try (var broker = open()) {
            broker.declare(Destination.queue("orders").build());
            var events = new LinkedBlockingQueue<BrokerEvent>();
            broker.events(event -> {
                if (event instanceof BrokerEvent.ConsumerClosed) {
                    events.add(event);
                }
            });
            var told = new LinkedBlockingQueue<PenstockException>();
            var consumer = broker.consume(ConsumerOptions.ofQueue("orders", "c").build(), new DeliveryHandler() {
                @Override
                public void handle(List<Delivery> deliveries) {
                    // Nothing was sent.
                }

                @Override
                public void closed(PenstockException reason) {
                    told.add(reason);
                }
            });
            consumer.request(1);
            var pulling = broker.consume(ConsumerOptions.ofQueue("orders", "p").build());

            broker.operations().delete("orders", true, "test");

            assertThat(told.poll(Patience.SECONDS, TimeUnit.SECONDS))
                    .isInstanceOf(PenstockException.UnknownSubscription.class);
            assertThat(events.poll(Patience.SECONDS, TimeUnit.SECONDS)).isNotNull();
            assertThatThrownBy(() -> pulling.receive(Duration.ofMinutes(1)))
                    .isInstanceOf(PenstockException.UnknownSubscription.class);
        }
    }

    @Test
    void shouldFailTheStageOfADispositionThatLacksItsReason() throws Exception {
        try (var broker = open()) {
            broker.declare(Destination.queue("orders").build());
            broker.send(Message.to("orders").body("a").build());
            var delivery = next(consume(broker, "orders"));

            assertThat(delivery.failAsync(null)).isCompletedExceptionally();
            assertThat(delivery.rejectAsync(null, "no use", null)).isCompletedExceptionally();
            assertThat(delivery.releaseAsync(null, false)).isCompletedExceptionally();
            assertThat(delivery.renewAsync(null)).isCompletedExceptionally();
            delivery.accept();
        }
    }

    @Test
    void shouldKeepThePolicyOfAWorkQueueThatAnotherNamesForItsDeadLetters() throws Exception {
        try (var broker = open()) {
            broker.declare(Destination.queue("orders").build());
            broker.declare(Destination.queue("repair").build());
            broker.declare(Subscription.ofQueue("orders")
                    .retry(RetryPolicy.NONE)
                    .deadLetter(DeadLetterPolicy.to("repair").build())
                    .build());
            broker.declare(Subscription.ofQueue("repair")
                    .retry(RetryPolicy.NONE)
                    .deadLetter(DeadLetterPolicy.to("orders").build())
                    .build());
            var repair = consume(broker, "repair");
            broker.send(Message.to("repair").body("work").build());
            next(repair).fail(new IllegalStateException("broken"));
            var orders = consume(broker, "orders");

            var letter = next(orders);
            assertThat(DeadLetterRecord.of(letter.message()).orElseThrow().originDestination())
                    .isEqualTo("repair");
            letter.fail(new IllegalStateException("broken again"));

            assertThat(broker.statistics("orders").subscriptions().get(0).parked())
                    .as("dead letters that die again go round no further")
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldWriteADeadLetterWhoseReasonHasHalfACharacter() throws Exception {
        try (var broker = open()) {
            broker.declare(Destination.queue("orders").build());
            broker.send(Message.to("orders").body("1").build());
            var handed = consume(broker, "orders");

            // The reason is cut within a pair, and the exception's text has a half of one to begin with.
            String reason = "x".repeat(1_022) + "\uD83D\uDE00 and more";
            next(handed).reject(DeadLetterReason.REJECTED, "\uDC00" + reason, null);

            var letter = broker.browse(BrowseRequest.waiting("orders.dlq", 10).build())
                    .get(0);
            assertThat(DeadLetterRecord.of(letter.message()).orElseThrow().description())
                    .isEqualTo("\uFFFD" + "x".repeat(1_022) + "…");
            assertThat(broker.health().state()).isEqualTo(BrokerHealth.State.RUNNING);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD800", "\uDFFF\uD800", "a\uDC00"})
    void shouldWriteADeadLetterWhoseExceptionHasHalfACharacter(String text) throws Exception {
        try (var broker = open()) {
            broker.declare(Destination.queue("orders").build());
            broker.declare(
                    Subscription.ofQueue("orders").retry(RetryPolicy.NONE).build());
            broker.send(Message.to("orders").body("1").build());

            next(consume(broker, "orders")).fail(new IllegalStateException(text));

            var letter = broker.browse(BrowseRequest.waiting("orders.dlq", 10).build())
                    .get(0);
            assertThat(DeadLetterRecord.of(letter.message()).orElseThrow().rootCause())
                    .contains("\uFFFD");
        }
    }

    @Test
    void shouldMoveASubscriptionThatHasFailedAndServeItThere() throws Exception {
        try (var broker = open()) {
            broker.declare(Destination.queue("orders").build());
            broker.send(Message.to("orders").body("poison").build());
            var failing = new AtomicBoolean(true);
            failReads(failing, false);
            var handed = consume(broker, "orders");
            Awaitility.await().until(() -> broker.health().detail().contains("'orders' of 'orders'"));

            broker.seek("orders", "orders", StartPosition.LATEST);
            failing.set(false);
            broker.send(Message.to("orders").body("2").build());

            assertThat(next(handed).message().bodyText()).isEqualTo("2");
            assertThat(broker.statistics("orders").subscriptions().get(0).problem())
                    .isNull();
        }
    }

    @Test
    void shouldRefuseATransactionThatMovesASubscriptionThatHasFailed() throws Exception {
        try (var broker = open()) {
            broker.declare(Destination.queue("orders").build());
            broker.send(Message.to("orders").body("1").build());
            var failing = new AtomicBoolean(true);
            failReads(failing, false);
            var handed = consume(broker, "orders");
            Awaitility.await().until(() -> broker.health().detail().contains("'orders' of 'orders'"));
            var transaction = broker.begin();
            transaction.seek("orders", "orders", StartPosition.LATEST);

            assertThatThrownBy(transaction::commit)
                    .isInstanceOf(PenstockException.Unavailable.class)
                    .hasMessageContaining("Resume it")
                    .hasMessageContaining("a defect");

            failing.set(false);
            broker.resume("orders", "orders");
            assertThat(next(handed).message().bodyText()).isEqualTo("1");
        }
    }
}
