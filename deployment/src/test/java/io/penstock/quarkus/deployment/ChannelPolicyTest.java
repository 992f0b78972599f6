package io.penstock.quarkus.deployment;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.Message;
import io.penstock.RetryPolicy;
import io.penstock.Subscription;
import io.penstock.connector.IncomingPenstockMetadata;
import io.penstock.listener.DeadLetter;
import io.penstock.listener.DeadLetterException;
import io.penstock.listener.Retry;
import io.penstock.listener.RetryLaterException;
import io.quarkus.test.QuarkusUnitTest;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Policies that annotations give to the channel of an {@code @Incoming} method. */
class ChannelPolicyTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of(Bean.class, WithPolicy.class)
            .overrideConfigKey("mp.messaging.incoming.configured.retry.max-retries", "7");

    @Inject
    Broker broker;

    @Inject
    Bean bean;

    private Subscription subscription(String queue) {
        return broker.subscriptions(queue).get(0);
    }

    @Test
    void shouldRetryAndThenPutIntoTheQueueThatTheAnnotationNames() {
        broker.send(Message.to("annotated").body("x").build());
        await().until(() -> broker.destination("annotated.lost").isPresent()
                && !broker.browse(BrowseRequest.waiting("annotated.lost", 10).build())
                        .isEmpty());
        assertThat(bean.runs).hasValue(3);
        assertThat(subscription("annotated").retry())
                .isEqualTo(RetryPolicy.builder()
                        .maxRetries(2)
                        .delay(Duration.ofMillis(1))
                        .jitter(Duration.ZERO)
                        .build());
    }

    @Test
    void shouldLeaveTheLastWordToTheConfiguration() {
        assertThat(subscription("configured").retry().maxRetries()).isEqualTo(7);
        assertThat(subscription("configured").retry().delay()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void shouldTakeTheAnnotationOfTheClass() {
        assertThat(subscription("of-class").retry().maxRetries()).isZero();
        assertThat(subscription("plain").retry()).isEqualTo(RetryPolicy.DEFAULT);
    }

    private void awaitWaiting(String queue, String body) {
        await().untilAsserted(() -> assertThat(broker.destination(queue)).isPresent());
        await().untilAsserted(() -> assertThat(
                        broker.browse(BrowseRequest.waiting(queue, 10).build()))
                .extracting(stored -> stored.message().bodyText())
                .containsExactly(body));
    }

    @Test
    void shouldRetryWhatTheAnnotationNamesAndSendOthersToTheQueueOfTheirRoute() {
        broker.send(Message.to("selective").body("retried").build());
        awaitWaiting("selective.lost", "retried");
        broker.send(Message.to("selective").body("aborted").build());
        awaitWaiting("selective.hopeless", "aborted");
        assertThat(bean.selective).containsExactly("retried", "retried", "aborted");
        assertThat(subscription("selective").retry().maxDuration()).isEqualTo(Duration.ofHours(2));
    }

    @Test
    void shouldDeleteDeadLettersOfTheDiscardPolicyExceptThoseOfARoute() {
        broker.send(Message.to("discarding").body("gone").build());
        broker.send(Message.to("discarding").body("aborted").build());
        awaitWaiting("discarding.hopeless", "aborted");
        await().untilAsserted(() -> assertThat(
                        broker.statistics("discarding").subscriptions().get(0).discarded())
                .isEqualTo(1));
        assertThat(broker.destination("discarding.dlq")).isEmpty();
    }

    @Test
    void shouldLetAMethodDecideItselfAsAListenerMay() {
        broker.send(Message.to("deciding").body("later").build());
        broker.send(Message.to("deciding").body("hopeless").build());
        awaitWaiting("deciding.dlq", "hopeless");
        await().untilAsserted(() -> assertThat(
                        broker.statistics("deciding").subscriptions().get(0).accepted())
                .isEqualTo(1));
        assertThat(bean.attempts).containsExactlyInAnyOrder("later 1", "hopeless 1", "later 1");
    }

    static class Hopeless extends IllegalStateException {}

    @Singleton
    static class Bean {

        final AtomicInteger runs = new AtomicInteger();

        @Incoming("annotated")
        @Retry(maxRetries = 2, delay = 1, jitter = 0)
        @DeadLetter("annotated.lost")
        void annotated(String body) {
            runs.incrementAndGet();
            throw new IllegalStateException("no stock");
        }

        final List<String> selective = new CopyOnWriteArrayList<>();
        final List<String> attempts = new CopyOnWriteArrayList<>();

        private static void fail(String body) {
            if (body.equals("aborted")) {
                throw new Hopeless();
            }
            throw new IllegalStateException(body);
        }

        @Incoming("selective")
        @Retry(
                maxRetries = 1,
                delay = 1,
                jitter = 0,
                maxDuration = 2,
                durationUnit = ChronoUnit.HOURS,
                retryOn = {IllegalStateException.class, IOException.class},
                abortOn = Hopeless.class)
        @DeadLetter(
                value = "selective.lost",
                routes = @DeadLetter.Route(on = Hopeless.class, to = "selective.hopeless"))
        void selective(String body) {
            selective.add(body);
            fail(body);
        }

        @Incoming("discarding")
        @Retry(maxRetries = 0)
        @DeadLetter(
                policy = DeadLetter.Policy.DISCARD,
                routes = @DeadLetter.Route(on = Hopeless.class, to = "discarding.hopeless"))
        void discarding(String body) {
            fail(body);
        }

        @Incoming("deciding")
        @Retry(maxRetries = 0)
        void deciding(String body, IncomingPenstockMetadata from) {
            attempts.add(body + " " + from.attempt());
            if (body.equals("hopeless")) {
                throw new DeadLetterException("has no address");
            }
            if (from.deliveries() == 1) {
                throw new RetryLaterException(Duration.ofMillis(200));
            }
        }

        @Incoming("configured")
        @Retry(maxRetries = 1, delay = 120_000)
        void configured(String body) {}

        @Incoming("plain")
        void plain(String body) {}
    }

    @Singleton
    @Retry(maxRetries = 0)
    static class WithPolicy {

        @Incoming("of-class")
        void on(String body) {}
    }
}
