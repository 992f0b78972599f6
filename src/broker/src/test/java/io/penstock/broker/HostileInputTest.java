package io.penstock.broker;

import io.penstock.BrowseRequest;
import io.penstock.Cleanup;
import io.penstock.ConsumerOptions;
import io.penstock.DeadLetterRecord;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.ProducerOptions;
import io.penstock.Retention;
import io.penstock.RetryPolicy;
import io.penstock.Schedule;
import io.penstock.StartPosition;
import io.penstock.Subscription;
import io.penstock.conformance.tool.Patience;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.young.JournalOptions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Nothing that a caller hands in may stop a dispatch loop. */
class HostileInputTest extends BrokerTest {

    private static final class Undescribable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("not even a message");
        }
    }

    @Test
    void shouldBuryWhatFailedWithAnExceptionThatCannotBeDescribed() {
        queue(Subscription.ofQueue("orders").retry(RetryPolicy.NONE));
        send("orders", "a");

        done(consumeQueue("orders").next().failAsync(new Undescribable()));

        var letter =
                broker.browse(BrowseRequest.waiting("orders.dlq", 1).build()).get(0);
        var record = DeadLetterRecord.of(letter.message()).orElseThrow();
        assertThat(record.exception()).isEqualTo(Undescribable.class.getName());
        assertThat(record.rootCause()).contains("cannot be described");
        assertThat(broker.health().isRunning()).isTrue();
    }

    @Test
    void shouldSurviveAHandlerThatThrowsAnError() {
        broker.declare(Destination.queue("orders").build());
        send("orders", "a");
        var faulty = broker.consume(ConsumerOptions.ofQueue("orders", "faulty").build(), batch -> {
            throw new NoClassDefFoundError("missing");
        });
        faulty.request(1);
        Patience.await()
                .until(() -> broker.statistics("orders").subscriptions().get(0).scheduled() == 1);

        pass(Duration.ofSeconds(1));

        done(consumeQueue("orders").next().acceptAsync());
        assertThat(broker.health().isRunning()).isTrue();
    }

    @Test
    void shouldTakeLeasesAndRefuseDelaysThatOverflow() {
        broker.declare(Destination.queue("orders").build());
        send("orders", "a");
        var for292MillionYears = Duration.ofSeconds(Long.MAX_VALUE);
        var inbox = consume(ConsumerOptions.ofQueue("orders", "patient")
                .lease(for292MillionYears)
                .build());
        var delivery = inbox.next();

        for (var stage : List.of(
                delivery.releaseAsync(for292MillionYears, false),
                delivery.releaseAsync(Duration.ofSeconds(-1), false),
                delivery.renewAsync(for292MillionYears),
                delivery.renewAsync(Duration.ZERO))) {
            assertThat(stage.toCompletableFuture())
                    .failsWithin(PATIENCE)
                    .withThrowableThat()
                    .withCauseInstanceOf(PenstockException.InvalidConfiguration.class);
        }
        inbox.expectNothing();
        done(delivery.acceptAsync());
        assertThatThrownBy(() -> broker.declare(Subscription.ofQueue("orders")
                        .retry(RetryPolicy.builder()
                                .maxDelay(for292MillionYears)
                                .build())
                        .build()))
                .isInstanceOf(PenstockException.InvalidConfiguration.class);
    }

    @Test
    void shouldRefuseTimesThatNoClockCounts() {
        var for292MillionYears = Duration.ofSeconds(Long.MAX_VALUE);
        var retention = Retention.builder().maxAge(for292MillionYears);
        var tombstones = Retention.builder().cleanup(Cleanup.COMPACT).tombstoneAge(for292MillionYears);
        var schedule = Schedule.every(
                        "s", Duration.ofHours(1), Message.to("orders").build())
                .start(Instant.MAX);

        for (var refused : java.util.List.<ThrowingCallable>of(
                retention::build, tombstones::build, schedule::build, () -> StartPosition.atTime(Instant.MAX))) {
            assertThatThrownBy(refused).isInstanceOf(PenstockException.InvalidConfiguration.class);
        }
    }

    @Test
    void shouldNeverThrowFromAnAsynchronousSend() {
        assertThat(broker.sendAsync(null).toCompletableFuture()).failsWithin(PATIENCE);
        assertThat(broker.sendAsync(Message.to("nowhere").build()).toCompletableFuture())
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(PenstockException.UnknownDestination.class);
    }

    @Test
    void shouldRefuseTheSecondDispositionOfADelivery() {
        broker.declare(Destination.queue("orders").build());
        send("orders", "a");
        Delivery delivery = consumeQueue("orders").next();

        var first = delivery.acceptAsync();
        var second = delivery.failAsync(new IllegalStateException());

        done(first);
        assertThat(second.toCompletableFuture())
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(PenstockException.LeaseLost.class);
        assertThat(broker.destination("orders.dlq")).isEmpty();
    }

    @Test
    void shouldRefuseADeliveryOfAnotherBrokerInATransaction() {
        broker.declare(Destination.queue("orders").build());
        try (var other = EmbeddedBroker.open(
                BrokerOptions.in(directory.resolve("other")).withDurability(Durability.OS), clock)) {
            other.declare(Destination.queue("orders").build());
            other.send(Message.to("orders").body("a").build());
            var handed = new java.util.concurrent.LinkedBlockingQueue<Delivery>();
            other.consume(ConsumerOptions.ofQueue("orders", "c").build(), handed::addAll)
                    .request(1);
            Patience.await().until(() -> !handed.isEmpty());

            var transaction = broker.begin();

            assertThatThrownBy(() -> transaction.accept(handed.peek()))
                    .isInstanceOf(PenstockException.InvalidConfiguration.class);
        }
    }

    @Test
    void shouldRefuseANegativeNumberOfAProducer() {
        broker.declare(Destination.queue("orders").build());
        var producer = broker.producer(ProducerOptions.of("billing").build());
        var message = Message.to("orders").build();

        assertThat(producer.sendAsync(Long.MIN_VALUE, message))
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(PenstockException.InvalidMessage.class);
        for (var refused : List.<ThrowingCallable>of(
                () -> producer.send(-1, message), () -> broker.begin().send(producer, -1, message))) {
            assertThatThrownBy(refused)
                    .isInstanceOf(PenstockException.InvalidMessage.class)
                    .hasMessageContaining("begin with 0");
        }
        assertThat(producer.nextSequence()).isZero();
    }

    @Test
    void shouldRefuseALimitThatLeavesNoRoomForDeadLetters() {
        assertThatThrownBy(
                        () -> BrokerOptions.in(directory).withMaxMessageBytes(JournalOptions.DEFAULT.maxFrameBytes()))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("maxMessageBytes");
    }

    @Test
    void shouldSayWhatASmallJournalNeeds() {
        var small = new JournalOptions(1 << 20, 512 << 10, 1 << 20, 50);

        assertThatThrownBy(() -> new BrokerOptions(directory, Durability.SYNC, 1_000, LogOptions.of(small)))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("maxFrameBytes = 524288 leaves no room for a message")
                .hasMessageContaining("fileBytes = 1048576")
                .hasMessageNotContaining("to -");
    }
}
