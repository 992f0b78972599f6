package io.penstock.quarkus.deployment;

import io.penstock.Broker;
import io.penstock.BrokerEvent;
import io.penstock.BrokerEvent.MessageDeadLettered;
import io.penstock.BrokerEvent.MessageRedriven;
import io.penstock.BrokerEvent.OperationEnded;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.RedriveRequest;
import io.penstock.listener.DeadLetterException;
import io.penstock.listener.QueueListener;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What applications observe of dead letters that the broker makes by itself, and of those that are put back. */
class BrokerEventTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of(Bean.class);

    @Inject
    Broker broker;

    @Inject
    Bean bean;

    @Test
    void shouldTellOfWhatExpiresThoughAnObserverFails() {
        broker.declare(Destination.queue("offers").build());
        broker.send(Message.to("offers")
                .id("late")
                .body("x")
                .timeToLive(Duration.ofMillis(1))
                .build());

        await().untilAsserted(() -> assertThat(bean.observed).contains("dead late EXPIRED in offers.dlq"));
        assertThat(bean.failures).isPositive();
    }

    @Test
    void shouldTellOfDeadLettersAndOfThoseThatArePutBack() {
        broker.send(Message.to("numbers").id("text").body("none").build());
        await().untilAsserted(() -> assertThat(bean.observed).contains("dead text UNREADABLE in numbers.dlq"));

        broker.send(Message.to("broken").id("m").body("1").build());
        await().untilAsserted(() -> assertThat(bean.observed).contains("dead m REJECTED in broken.dlq"));
        bean.mended = true;
        broker.redrive(RedriveRequest.all("broken.dlq").actor("ann").build());

        await().untilAsserted(() ->
                assertThat(bean.observed).contains("redriven m to broken from broken.dlq", "REDRIVE by ann of 1"));
    }

    record Amount(int cents) {}

    @Singleton
    static class Bean {

        final List<String> observed = new CopyOnWriteArrayList<>();
        volatile int failures;
        volatile boolean mended;

        @QueueListener("numbers")
        void numbers(Amount amount) {}

        @QueueListener("broken")
        void broken(String body) {
            if (!mended) {
                throw new DeadLetterException("broken");
            }
        }

        void failing(@ObservesAsync BrokerEvent event) {
            failures++;
            throw new IllegalStateException("an observer that fails");
        }

        void dead(@ObservesAsync MessageDeadLettered event) {
            observed.add("dead " + event.messageId() + " " + event.reason() + " in " + event.deadLetterQueue());
        }

        void redriven(@ObservesAsync MessageRedriven event) {
            observed.add("redriven " + event.messageId() + " to " + event.destination() + " from "
                    + event.deadLetterQueue());
        }

        void ended(@ObservesAsync OperationEnded event) {
            var operation = event.operation();
            observed.add(operation.kind() + " by " + operation.actor() + " of " + operation.messages());
        }
    }
}
