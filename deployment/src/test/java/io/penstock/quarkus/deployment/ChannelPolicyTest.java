package io.penstock.quarkus.deployment;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.Message;
import io.penstock.RetryPolicy;
import io.penstock.Subscription;
import io.penstock.listener.DeadLetter;
import io.penstock.listener.Retry;
import io.quarkus.test.QuarkusUnitTest;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
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
