package io.penstock.quarkus.deployment;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.Ordering;
import io.penstock.Subscription;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Which messages a message-driven bean selects, and what becomes of a run that takes too long. */
class MessageDrivenConsumptionTest {

    private static final String HUNG = "penstock.listeners.\"" + Hung.class.getName() + "\".";

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of(
                    Seen.class, Base.class, Urgent.class, Chosen.class, Hung.class)
            .overrideRuntimeConfigKey(HUNG + "lease", "1s")
            .overrideRuntimeConfigKey(HUNG + "max-processing-time", "1s");

    @Inject
    Seen seen;

    @Inject
    Broker broker;

    @Inject
    ConnectionFactory factory;

    private void sendUrgencies(boolean topic, String name) {
        try (var context = factory.createContext()) {
            Destination to = topic ? context.createTopic(name) : context.createQueue(name);
            context.createProducer().setProperty("urgency", 1).send(to, "calm");
            context.createProducer().setProperty("urgency", 9).send(to, "urgent");
        }
    }

    @Test
    void shouldLeaveToOthersWhatItDoesNotSelect() {
        sendUrgencies(false, "selected");
        await().untilAsserted(() -> assertThat(seen.urgent).containsExactly("urgent"));
        await().untilAsserted(() -> assertThat(
                        broker.browse(BrowseRequest.waiting("selected", 10).build()))
                .extracting(stored -> stored.message().bodyText())
                .containsExactly("calm"));
    }

    @Test
    void shouldKeepGroupsInOrderInAQueueThatItBringsAbout() {
        assertThat(broker.subscriptions("selected"))
                .extracting(Subscription::ordering)
                .containsExactly(Ordering.GROUP);
    }

    @Test
    void shouldSelectWhatItsSubscriptionIsFor() {
        assertThat(broker.subscriptions("chosen"))
                .extracting(Subscription::filter)
                .containsExactly("urgency > 5");
        sendUrgencies(true, "chosen");
        await().untilAsserted(() -> assertThat(seen.chosen).containsExactly("urgent"));
    }

    @Test
    void shouldNotEnterAnInstanceThatIsStillRunning() {
        try (var context = factory.createContext()) {
            var queue = context.createQueue("hung");
            context.createProducer().send(queue, "first").send(queue, "second");
        }
        await().untilAsserted(() -> assertThat(seen.hung).contains("first", "second"));
        assertThat(seen.hung).doesNotContain("entered twice");
    }

    @Singleton
    static class Seen {
        final List<String> urgent = new CopyOnWriteArrayList<>();
        final List<String> chosen = new CopyOnWriteArrayList<>();
        final List<String> hung = new CopyOnWriteArrayList<>();
        final AtomicBoolean hangs = new AtomicBoolean();
        final CountDownLatch goesOn = new CountDownLatch(1);
    }

    abstract static class Base implements MessageListener {

        @Inject
        Seen seen;

        @Override
        public void onMessage(Message message) {
            try {
                handle(message.getBody(String.class));
            } catch (JMSException e) {
                throw new IllegalStateException(e);
            }
        }

        abstract void handle(String text);
    }

    @MessageDriven(
            activationConfig = {
                @ActivationConfigProperty(propertyName = "destination", propertyValue = "selected"),
                @ActivationConfigProperty(propertyName = "messageSelector", propertyValue = "urgency > 5")
            })
    static class Urgent extends Base {
        @Override
        void handle(String text) {
            seen.urgent.add(text);
        }
    }

    @MessageDriven(
            activationConfig = {
                @ActivationConfigProperty(propertyName = "destination", propertyValue = "chosen"),
                @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Topic"),
                @ActivationConfigProperty(propertyName = "messageSelector", propertyValue = "urgency > 5")
            })
    static class Chosen extends Base {
        @Override
        void handle(String text) {
            seen.chosen.add(text);
        }
    }

    /** Its first run takes no notice of being interrupted, and ends when another one has come. */
    @MessageDriven(
            activationConfig = {
                @ActivationConfigProperty(propertyName = "destination", propertyValue = "hung"),
                @ActivationConfigProperty(propertyName = "maxSession", propertyValue = "1")
            })
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    static class Hung extends Base {

        private final AtomicInteger inside = new AtomicInteger();

        @Override
        void handle(String text) {
            if (inside.getAndIncrement() > 0) {
                seen.hung.add("entered twice");
            }
            if (seen.hangs.compareAndSet(false, true)) {
                awaitUninterruptibly(seen.goesOn);
            } else {
                seen.hung.add(text);
                seen.goesOn.countDown();
            }
            inside.decrementAndGet();
        }

        private static void awaitUninterruptibly(CountDownLatch latch) {
            while (latch.getCount() > 0) {
                try {
                    latch.await();
                } catch (InterruptedException e) {
                    // The broker gives the run up; the run itself does not care.
                }
            }
        }
    }
}
