package io.penstock.quarkus.deployment;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.DeadLetterReason;
import io.penstock.DeadLetterRecord;
import io.penstock.Delivery;
import io.penstock.DestinationStatistics.SubscriptionStatistics;
import io.penstock.Message;
import io.penstock.StoredMessage;
import io.penstock.listener.DeadLetter;
import io.penstock.listener.QueueListener;
import io.penstock.listener.Retry;
import io.penstock.listener.TopicListener;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What becomes of messages whose listener fails. */
class FailureTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of(Bean.class, ClassLevel.class, Order.class)
            .overrideRuntimeConfigKey("penstock.listeners.\"overridden\".retry.max-retries", "1")
            .overrideRuntimeConfigKey("penstock.listeners.\"overridden\".dead-letter.queue", "configured.grave");

    @Inject
    Broker broker;

    @Inject
    Bean bean;

    @Test
    void shouldDeliverAgainUntilTheListenerSucceeds() {
        broker.send(Message.to("flaky").body("x").build());
        await().untilAsserted(() -> assertThat(statistics("flaky").accepted()).isEqualTo(1));
        assertThat(bean.attempts("flaky")).containsExactly(1, 2, 3);
        assertThat(statistics("flaky").retried()).isEqualTo(2);
    }

    @Test
    void shouldKeepADeadLetterWithItsCauseWhenRetriesAreExhausted() {
        broker.send(Message.to("hopeless").id("h1").body("x").build());
        var dead = awaitDeadLetter("hopeless.dlq");
        assertThat(dead.message().id()).isEqualTo("h1");
        assertThat(dead.message().bodyText()).isEqualTo("x");
        assertThat(recordOf(dead)).satisfies(record -> {
            assertThat(record.reason()).isEqualTo(DeadLetterReason.RETRIES_EXHAUSTED);
            assertThat(record.exception()).isEqualTo(IllegalStateException.class.getName());
            assertThat(record.attempts()).isEqualTo(3);
            assertThat(record.originDestination()).isEqualTo("hopeless");
        });
        assertThat(bean.attempts("hopeless")).containsExactly(1, 2, 3);
    }

    @Test
    void shouldNotRetryWhatThePolicyAborts() {
        broker.send(Message.to("abort").body("x").build());
        var record = recordOf(awaitDeadLetter("abort.dlq"));
        assertThat(record.reason()).isEqualTo(DeadLetterReason.ABORTED);
        assertThat(bean.attempts("abort")).containsExactly(1);
    }

    @Test
    void shouldNotCallTheListenerWithABodyThatCannotBeRead() {
        broker.send(Message.to("unreadable").body("{").build());
        var record = recordOf(awaitDeadLetter("unreadable.dlq"));
        assertThat(record.reason()).isEqualTo(DeadLetterReason.UNREADABLE);
        assertThat(record.description()).contains("cannot be read as " + Order.class.getName());
        assertThat(bean.attempts("unreadable")).isEmpty();
    }

    @Test
    void shouldThrowAwayOnlyWhereThatIsWritten() {
        broker.send(Message.to("careless").body("x").build());
        await().untilAsserted(
                        () -> assertThat(statistics("careless").discarded()).isEqualTo(1));
        assertThat(statistics("careless").waiting()).isZero();
        assertThat(broker.destination("careless.dlq")).isEmpty();
    }

    @Test
    void shouldLetConfigurationBeatTheAnnotations() {
        broker.send(Message.to("overridden").body("x").build());
        awaitDeadLetter("configured.grave");
        assertThat(bean.attempts("overridden")).containsExactly(1, 2);
        assertThat(broker.destination("annotated.grave")).isEmpty();
    }

    @Test
    void shouldFailAnAsynchronousListenerByItsResult() {
        broker.send(Message.to("asynchronous").body("x").build());
        var record = recordOf(awaitDeadLetter("asynchronous.dlq"));
        assertThat(record.exception()).isEqualTo(IllegalArgumentException.class.getName());
    }

    @Test
    void shouldFailOneSubscriptionOfATopicAlone() {
        broker.send(Message.to("news").body("x").build());
        var record = recordOf(awaitDeadLetter("news.paper.dlq"));
        assertThat(record.originSubscription()).isEqualTo("paper");
        assertThat(record.attempts()).as("the policy of the class").isEqualTo(2);
    }

    private StoredMessage awaitDeadLetter(String queue) {
        await().untilAsserted(() -> assertThat(broker.destination(queue)).isPresent());
        await().untilAsserted(() -> assertThat(
                        broker.browse(BrowseRequest.waiting(queue, 10).build()))
                .hasSize(1));
        return broker.browse(BrowseRequest.waiting(queue, 10).build()).get(0);
    }

    private static DeadLetterRecord recordOf(StoredMessage dead) {
        return DeadLetterRecord.of(dead.message()).orElseThrow();
    }

    private SubscriptionStatistics statistics(String queue) {
        return broker.statistics(queue).subscriptions().get(0);
    }

    record Order(String id) {}

    @Singleton
    static class Bean {

        private final Map<String, List<Integer>> attempts = new ConcurrentHashMap<>();

        List<Integer> attempts(String queue) {
            return attempts.getOrDefault(queue, List.of());
        }

        private void run(String queue, Delivery delivery) {
            attempts.computeIfAbsent(queue, key -> new CopyOnWriteArrayList<>()).add(delivery.attempt());
        }

        @QueueListener("flaky")
        @Retry(maxRetries = 5, delay = 10, jitter = 0)
        void flaky(Delivery delivery) {
            run("flaky", delivery);
            if (delivery.attempt() < 3) {
                throw new IllegalStateException("not yet");
            }
        }

        @QueueListener("hopeless")
        @Retry(maxRetries = 2, delay = 10, jitter = 0)
        void hopeless(Delivery delivery) {
            run("hopeless", delivery);
            throw new IllegalStateException("never");
        }

        @QueueListener("abort")
        @Retry(abortOn = IllegalArgumentException.class)
        void abort(Delivery delivery) {
            run("abort", delivery);
            throw new IllegalArgumentException("nonsense");
        }

        @QueueListener("unreadable")
        void unreadable(Order order, Delivery delivery) {
            run("unreadable", delivery);
        }

        @QueueListener("careless")
        @Retry(maxRetries = 0)
        @DeadLetter(policy = DeadLetter.Policy.DISCARD)
        void careless(String payload) {
            throw new IllegalStateException("who cares");
        }

        @QueueListener("overridden")
        @Retry(maxRetries = 7, delay = 10, jitter = 0)
        @DeadLetter("annotated.grave")
        void overridden(Delivery delivery) {
            run("overridden", delivery);
            throw new IllegalStateException("never");
        }

        @QueueListener("asynchronous")
        @Retry(maxRetries = 0)
        Uni<Void> asynchronous(String payload) {
            return Uni.createFrom().failure(new IllegalArgumentException("later"));
        }
    }

    @Singleton
    @Retry(maxRetries = 1, delay = 10, jitter = 0)
    static class ClassLevel {

        @TopicListener(value = "news", subscription = "paper")
        void paper(String payload) {
            throw new IllegalStateException("no paper");
        }

        @TopicListener(value = "news", subscription = "radio")
        void radio(String payload) {}
    }
}
