package io.penstock.conformance;

import io.penstock.Capability;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.PullConsumer;
import io.penstock.Subscription;
import io.penstock.TopicRule;
import io.penstock.conformance.tool.Patience;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Tests consumers that ask for each message. */
public abstract class PullConformance extends BrokerConformance {

    private static final Duration FOREVER = Duration.ofDays(1_000_000);

    private PullConsumer pull(String queue) {
        return broker.consume(
                ConsumerOptions.ofQueue(queue, "pull").lease(Duration.ZERO).build());
    }

    @Test
    void shouldReceiveWhatIsThereInOrder() throws Exception {
        broker.declare(Destination.queue("orders").build());
        send("orders", "a", "b", "c");

        try (var consumer = pull("orders")) {
            for (String body : List.of("a", "b", "c")) {
                var delivery = consumer.receive(PATIENCE).orElseThrow();
                assertThat(delivery.message().bodyText()).isEqualTo(body);
                done(delivery.acceptAsync());
            }
            assertThat(consumer.receive(Duration.ZERO)).isEmpty();
        }
    }

    @Test
    void shouldFindWithoutWaitingWhatIsThere() throws Exception {
        broker.declare(Destination.queue("orders").build());
        try (var consumer = pull("orders")) {
            for (int i = 0; i < 200; i++) {
                send("orders", "m" + i);
                var delivery = consumer.receive(Duration.ZERO).orElseThrow();
                assertThat(delivery.message().bodyText()).isEqualTo("m" + i);
                assertThat(delivery.deliveries()).isEqualTo(1);
                done(delivery.acceptAsync());
            }
        }
    }

    @Test
    void shouldFindWithoutWaitingWhatWasGivenBack() throws Exception {
        queue(Subscription.ofQueue("orders").maxDeliveries(1_000));
        send("orders", "a", "b", "c", "d", "e");
        try (var consumer = pull("orders")) {
            for (int i = 1; i <= 200; i++) {
                var found = consumer.receive(10, Duration.ZERO);
                assertThat(found).as("round %d", i).hasSize(5);
                for (var delivery : found) {
                    done(delivery.releaseAsync(Duration.ZERO, false));
                }
            }
        }
    }

    @Test
    void shouldLeaveToOthersWhatComesAfterTheTimeIsOver() throws Exception {
        broker.declare(Destination.queue("orders").build());
        try (var consumer = pull("orders")) {
            assertThat(consumer.receive(Duration.ofMillis(1))).isEmpty();
            send("orders", "a");

            var other = consumeQueue("orders").next();

            assertThat(other.deliveries()).isEqualTo(1);
            assertThat(consumer.receive(Duration.ZERO)).isEmpty();
            done(other.acceptAsync());
        }
    }

    @Test
    void shouldTakeNothingInAdvance() throws Exception {
        broker.declare(Destination.queue("orders").build());
        send("orders", "a", "b");
        try (var consumer = pull("orders")) {
            assertThat(consumer.receive(PATIENCE)).isPresent();

            assertThat(consumeQueue("orders").next().message().bodyText()).isEqualTo("b");
        }
    }

    @Test
    void shouldWakeWhoWaitsWhenAMessageComes() throws Exception {
        broker.declare(Destination.queue("orders").build());
        try (var consumer = pull("orders")) {
            var waiting = receiving(consumer);

            send("orders", "a");

            assertThat(waiting.get().orElseThrow().message().bodyText()).isEqualTo("a");
        }
    }

    @Test
    void shouldReceiveSeveralTogether() throws Exception {
        broker.declare(Destination.queue("orders").build());
        done(broker.sendAllAsync(IntStream.range(0, 25)
                .mapToObj(i -> Message.to("orders").body("m" + i).build())
                .toList()));
        try (var consumer = pull("orders")) {
            var first = consumer.receive(10, PATIENCE);
            var second = consumer.receive(100, PATIENCE);

            assertThat(first)
                    .extracting(each -> each.message().bodyText())
                    .startsWith("m0")
                    .hasSize(10);
            assertThat(second)
                    .extracting(each -> each.message().bodyText())
                    .startsWith("m10")
                    .hasSize(15);
            done(consumer.acceptAsync(first));
            done(consumer.acceptAsync(second));
            assertThat(consumer.receive(100, Duration.ZERO)).isEmpty();
        }
    }

    @Test
    void shouldShareMessagesAmongThreadsThatReceiveAtTheSameTime() throws Exception {
        broker.declare(Destination.queue("orders").build());
        try (var consumer = pull("orders")) {
            var one = receiving(consumer);
            var other = receiving(consumer);

            send("orders", "a", "b");

            assertThat(List.of(one.get().orElseThrow(), other.get().orElseThrow()))
                    .extracting(each -> each.message().bodyText())
                    .containsExactlyInAnyOrder("a", "b");
        }
    }

    @Test
    void shouldEndWhenInterruptedAndLoseNothing() throws Exception {
        broker.declare(Destination.queue("orders").build());
        try (var consumer = pull("orders")) {
            var task = new FutureTask<>(() -> consumer.receive(FOREVER));
            var thread = new Thread(task);
            thread.start();
            thread.interrupt();

            assertThatThrownBy(task::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(InterruptedException.class);
            send("orders", "a");
            assertThat(consumer.receive(PATIENCE).orElseThrow().deliveries()).isEqualTo(1);
        }
    }

    @Test
    void shouldEndWhenClosed() throws Exception {
        broker.declare(Destination.queue("orders").build());
        var consumer = pull("orders");
        var waiting = receiving(consumer);

        consumer.close();
        consumer.close();

        assertThat(waiting.get()).isEmpty();
        assertThatThrownBy(() -> consumer.receive(Duration.ZERO)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldReleaseWhatWasNotSettledWhenClosed() throws Exception {
        broker.declare(Destination.queue("orders").build());
        send("orders", "a");
        try (var consumer = pull("orders")) {
            assertThat(consumer.receive(PATIENCE)).isPresent();
        }

        var again = consumeQueue("orders").next();

        assertThat(again.message().bodyText()).isEqualTo("a");
        assertThat(again.attempt()).isEqualTo(1);
    }

    @Test
    void shouldSayThatTheBrokerHasEnded() {
        broker.declare(Destination.queue("orders").build());
        var consumer = pull("orders");
        var waiting = receiving(consumer);
        broker.close();

        assertThat(waiting)
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(PenstockException.Unavailable.class);
    }

    @Test
    void shouldRedeliverWhatFailed() throws Exception {
        queue(Subscription.ofQueue("orders"));
        send("orders", "a");
        try (var consumer = pull("orders")) {
            done(consumer.receive(PATIENCE).orElseThrow().releaseAsync(Duration.ZERO, true));

            var again = consumer.receive(PATIENCE).orElseThrow();

            assertThat(again.attempt()).isEqualTo(2);
            done(again.acceptAsync());
        }
    }

    @Test
    void shouldReceiveFromAllTopicsOfARule() throws Exception {
        needs(Capability.WILDCARD_SUBSCRIPTIONS);
        broker.declare(Destination.topic("prices.eu").build());
        broker.declare(Destination.topic("prices.us").build());
        broker.routing().declare(TopicRule.of("audit", "prices.*").build());
        send("prices.eu", "a");
        send("prices.us", "b");
        try (var consumer =
                broker.consume(ConsumerOptions.ofRule("audit", "pull").build())) {
            var received = List.of(
                    consumer.receive(PATIENCE).orElseThrow(),
                    consumer.receive(PATIENCE).orElseThrow());

            assertThat(received).extracting(each -> each.message().bodyText()).containsExactlyInAnyOrder("a", "b");
            assertThat(consumer.receive(Duration.ZERO)).isEmpty();
        }
    }

    @Test
    void shouldFindWithoutWaitingWhatWasGivenBackInAnyTopicOfARule() throws Exception {
        needs(Capability.WILDCARD_SUBSCRIPTIONS);
        var topics = List.of("prices.eu", "prices.us", "prices.jp");
        for (String topic : topics) {
            broker.declare(Destination.topic(topic).build());
        }
        broker.routing()
                .declare(TopicRule.of("audit", "prices.*")
                        .policies(policies -> policies.maxDeliveries(1_000))
                        .build());
        try (var consumer =
                broker.consume(ConsumerOptions.ofRule("audit", "pull").build())) {
            for (int i = 0; i < 30; i++) {
                send(topics.get(i % topics.size()), "m" + i);
                for (int times = 0; times < 5; times++) {
                    var delivery = consumer.receive(Duration.ZERO).orElseThrow();
                    assertThat(delivery.message().bodyText()).isEqualTo("m" + i);
                    done(delivery.releaseAsync(Duration.ZERO, false));
                }
                done(consumer.receive(Duration.ZERO).orElseThrow().acceptAsync());
            }
        }
    }

    @Test
    void shouldRefuseWhatCannotBe() {
        broker.declare(Destination.queue("orders").build());
        try (var consumer = pull("orders")) {
            assertThatThrownBy(() -> consumer.receive(Duration.ofMillis(-1)))
                    .isInstanceOf(PenstockException.InvalidConfiguration.class)
                    .hasMessageContaining("PT-0.001S");
            assertThatThrownBy(() -> consumer.receive(0, Duration.ZERO))
                    .isInstanceOf(PenstockException.InvalidConfiguration.class)
                    .hasMessageContaining("1 to 10000");
        }
        assertThatThrownBy(() -> pull("nowhere")).isInstanceOf(PenstockException.UnknownSubscription.class);
    }

    /** A receive on a thread of its own, which waits for a message, or has had one already. */
    private static CompletableFuture<Optional<Delivery>> receiving(PullConsumer consumer) {
        var result = new CompletableFuture<Optional<Delivery>>();
        var thread = new Thread(() -> {
            try {
                result.complete(consumer.receive(FOREVER));
            } catch (InterruptedException | RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        Patience.await().until(() -> result.isDone() || thread.getState() == Thread.State.TIMED_WAITING);
        return result;
    }
}
