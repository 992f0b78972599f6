package io.penstock.quarkus.deployment;

import io.penstock.Broker;
import io.penstock.BrokerEvent.DeadLettersRising;
import io.penstock.Message;
import io.penstock.listener.QueueListener;
import io.penstock.listener.Retry;
import io.penstock.quarkus.event.ListenerEvent;
import io.penstock.quarkus.event.ListenerEvent.MessageDead;
import io.penstock.quarkus.event.ListenerEvent.MessageRetried;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What applications observe of failed messages. */
class ListenerEventTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of(Bean.class)
            .overrideRuntimeConfigKey("penstock.listeners.orders.dead-letter.alert.more-than", "0");

    @Inject
    Broker broker;

    @Inject
    Bean bean;

    @Test
    void shouldTellRetriesDeadLettersAndAlertsWhileAnObserverHangs() {
        broker.send(Message.to("orders").body("a").build());
        await().untilAsserted(() -> assertThat(bean.observed)
                .containsExactlyInAnyOrder("retried a 1 no stock", "dead a 2 no stock", "rising orders 1"));
        broker.send(Message.to("orders").body("b").build());
        await().untilAsserted(() -> assertThat(bean.observed).contains("dead b 2 no stock"));
        bean.release.countDown();
    }

    @Singleton
    static class Bean {

        final List<String> observed = new CopyOnWriteArrayList<>();
        final CountDownLatch release = new CountDownLatch(1);

        @QueueListener("orders")
        @Retry(maxRetries = 1, delay = 1, jitter = 0)
        void on(String body) {
            throw new IllegalStateException("no stock");
        }

        void dead(@ObservesAsync MessageDead event) {
            observed.add("dead " + described(event));
        }

        void hanging(@ObservesAsync MessageRetried event) throws InterruptedException {
            observed.add("retried " + described(event));
            release.await();
        }

        void rising(@ObservesAsync DeadLettersRising event) {
            observed.add("rising " + event.destination() + " " + event.letters());
        }

        private static String described(ListenerEvent event) {
            return event.message().bodyText() + " " + event.attempt() + " "
                    + event.failure().getMessage();
        }
    }
}
