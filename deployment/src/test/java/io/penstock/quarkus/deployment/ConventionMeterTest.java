package io.penstock.quarkus.deployment;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.penstock.Broker;
import io.penstock.Delivery;
import io.penstock.Message;
import io.penstock.listener.QueueListener;
import io.penstock.listener.Retry;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The meter of what handlers take, which is named as dashboards for any messaging system expect it. */
class ConventionMeterTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION =
            TestApplication.of(Bean.class).overrideRuntimeConfigKey("quarkus.penstock.metrics.destinations", "orders");

    @Inject
    Broker broker;

    @Inject
    MeterRegistry registry;

    @Test
    void shouldMeasureTheHandlersOfChosenDestinationsByTheirFailures() {
        broker.send(Message.to("unmeasured").body("x").build());
        await().untilAsserted(() -> assertThat(
                        broker.statistics("unmeasured").subscriptions().get(0).accepted())
                .isEqualTo(1));
        broker.send(Message.to("orders").body("x").build());

        await().untilAsserted(() -> {
            assertThat(durations("none")).isNotNull();
            assertThat(durations("none").count()).isEqualTo(1);
        });
        assertThat(durations(IllegalStateException.class.getName()).count()).isEqualTo(1);
        assertThat(registry.find("messaging.process.duration").timers())
                .allSatisfy(timer -> assertThat(timer.getId().getTag("messaging.destination.name"))
                        .isEqualTo("orders"));
    }

    private Timer durations(String error) {
        return registry.find("messaging.process.duration")
                .tags("messaging.system", "penstock", "messaging.operation.name", "process")
                .tags("messaging.destination.name", "orders")
                .tags("messaging.destination.subscription.name", "orders")
                .tags("error.type", error)
                .timer();
    }

    @Singleton
    static class Bean {

        @QueueListener("orders")
        @Retry(maxRetries = 1, delay = 1, jitter = 0)
        void on(String body, Delivery delivery) {
            if (delivery.attempt() == 1) {
                throw new IllegalStateException("no stock");
            }
        }

        @QueueListener("unmeasured")
        void unmeasured(String body) {}
    }
}
