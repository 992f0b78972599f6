package io.penstock.testkit;

import io.penstock.Consumer;
import io.penstock.ConsumerOptions;
import io.penstock.DeadLetterPolicy;
import io.penstock.DeadLetterReason;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.RetryPolicy;
import io.penstock.Subscription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import static io.penstock.testkit.PenstockAssertions.assertThat;
import static io.penstock.testkit.PenstockAssertions.deadLetters;
import static io.penstock.testkit.PenstockAssertions.queue;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A test as a user writes it: nine hours of back-off, and then a dead letter. */
@PenstockTest
class BackOffTest {

    private static final Duration DELAY = Duration.ofHours(3);

    @InjectBroker
    TestBroker broker;

    private final AtomicInteger runs = new AtomicInteger();
    private final Semaphore ran = new Semaphore(0);
    private Consumer consumer;

    @BeforeEach
    void consume(TestBroker same) {
        assertThat(same).isSameAs(broker);
        broker.declare(Destination.queue("orders").build());
        broker.declare(Subscription.ofQueue("orders")
                .retry(RetryPolicy.builder()
                        .maxRetries(3)
                        .delay(DELAY)
                        .maxDelay(DELAY)
                        .factor(1)
                        .jitter(Duration.ZERO)
                        .build())
                .deadLetter(DeadLetterPolicy.to("orders.failed").build())
                .build());
        consumer = broker.consume(ConsumerOptions.ofQueue("orders", "worker").build(), this::fail);
        consumer.request(10);
    }

    private void fail(List<Delivery> deliveries) {
        for (var delivery : deliveries) {
            runs.incrementAndGet();
            delivery.failAsync(new IllegalStateException("no stock"));
            ran.release();
        }
    }

    @AfterEach
    void close() {
        consumer.close();
    }

    @Test
    void shouldLetHoursOfBackOffPassInAnInstant() throws InterruptedException {
        // when
        broker.send(Message.to("orders").body("o-1").build());
        for (int run = 1; run <= 3; run++) {
            assertThat(ran.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
            assertThat(queue("orders")).eventuallyHasScheduled(1).holds(1);
            assertThat(deadLetters("orders")).areNone();
            broker.advance(DELAY);
        }

        // then
        assertThat(deadLetters("orders"))
                .single()
                .hasReason(DeadLetterReason.RETRIES_EXHAUSTED)
                .hasException(IllegalStateException.class)
                .hasAttempts(4)
                .hasBody("o-1");
        assertThat(queue("orders")).eventuallyIsEmpty();
        assertThat(queue("orders.failed")).eventuallyHoldsBodies("o-1");
        assertThat(runs).hasValue(4);
    }

    @Test
    void shouldCountWhatIsDelayedBeforeAnyConsumerAsksForIt() {
        // given
        broker.declare(Destination.queue("reminders").build());
        var now = broker.clock().instant();

        // when
        broker.send(Message.to("reminders").body("at once").build());
        broker.send(Message.to("reminders").body("a").deliverAt(now.plus(DELAY)).build());
        broker.send(Message.to("reminders")
                .body("b")
                .deliverAt(now.plus(DELAY.multipliedBy(2)))
                .build());

        // then
        assertThat(queue("reminders")).holds(3).eventuallyHasScheduled(2);
        broker.advance(DELAY);
        assertThat(queue("reminders")).holds(3).eventuallyHasScheduled(1);
        broker.advance(DELAY);
        assertThat(queue("reminders")).holds(3).eventuallyHasScheduled(0);
    }

    @Test
    void shouldCountWhatIsDelayedTogetherWithWhatIsRetried() throws InterruptedException {
        // when
        broker.send(Message.to("orders").body("fails").build());
        broker.send(Message.to("orders")
                .body("delayed")
                .deliverAt(broker.clock().instant().plus(DELAY))
                .build());
        assertThat(ran.tryAcquire(30, TimeUnit.SECONDS)).isTrue();

        // then
        assertThat(queue("orders")).eventuallyHasScheduled(2).holds(2);
    }

    @Test
    void shouldBeginEachTestWithAnEmptyBroker() {
        assertThat(queue("orders")).holds(0);
        assertThat(queue("orders.failed")).holds(0);
        assertThat(broker.destinations()).extracting(Destination::name).containsExactly("orders");
    }

    @Test
    void shouldSayWhatIsOtherwise() {
        // given
        consumer.close();
        broker.send(Message.to("orders").body("o-1").build());

        // then
        assertThatThrownBy(() ->
                        assertThat(queue("orders")).within(Duration.ofMillis(1)).eventuallyIsEmpty())
                .isInstanceOf(AssertionError.class)
                .hasMessage("Expected queue 'orders' to hold 0 messages within PT0.001S, but it holds 1.");
        assertThatThrownBy(() -> assertThat(deadLetters("orders"))
                        .within(Duration.ofMillis(1))
                        .single())
                .isInstanceOf(AssertionError.class)
                .hasMessage("Expected 1 dead letters of 'orders' within PT0.001S, but there are 0.");
        assertThatThrownBy(() -> broker.advance(Duration.ZERO)).hasMessageContaining("must be positive");
    }
}
