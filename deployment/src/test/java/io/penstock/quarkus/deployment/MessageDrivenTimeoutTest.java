package io.penstock.quarkus.deployment;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.quarkus.narayana.jta.runtime.TransactionConfiguration;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jakarta.ejb.MessageDriven;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.Transactional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/** {@code @TransactionConfiguration} of message-driven beans: on the class, on the method, by a property. */
class MessageDrivenTimeoutTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of(
                    Seen.class, Patient.class, OnClass.class, OnMethod.class, ByProperty.class)
            .overrideRuntimeConfigKey("quarkus.transaction-manager.default-transaction-timeout", "1h")
            .overrideRuntimeConfigKey("shop.timeout", "1");

    @Inject
    Seen seen;

    @Inject
    Broker broker;

    @Inject
    ConnectionFactory factory;

    @Test
    void shouldRollBackWhatTakesLongerThanTheClassSays() {
        assertTimesOut("on-class");
    }

    @Test
    void shouldRollBackWhatTakesLongerThanTheMethodSays() {
        assertTimesOut("on-method");
    }

    @Test
    void shouldRollBackWhatTakesLongerThanThePropertySays() {
        assertTimesOut("by-property");
    }

    /** The first run waits for its time-out, the second one does not. */
    private void assertTimesOut(String queue) {
        try (var context = factory.createContext()) {
            context.createProducer().send(context.createQueue(queue), "a");
        }
        await().untilAsserted(() -> assertThat(in(queue + ".out")).containsExactly("again"));
        assertThat(seen.refusals.get(queue)).hasMessageContaining("was rolled back");
        await().untilAsserted(() -> assertThat(in(queue)).isEmpty());
    }

    private List<String> in(String queue) {
        return broker.destination(queue).isEmpty()
                ? List.of()
                : broker.browse(BrowseRequest.waiting(queue, 10).build()).stream()
                        .map(stored -> stored.message().bodyText())
                        .toList();
    }

    @Singleton
    static class Seen {

        final Map<String, Throwable> refusals = new ConcurrentHashMap<>();
    }

    abstract static class Patient implements MessageListener {

        @Inject
        Seen seen;

        @Inject
        JMSContext context;

        @Inject
        TransactionManager manager;

        void handle(String queue, Message message) {
            try {
                if (message.getJMSRedelivered()) {
                    send(queue, "again");
                    return;
                }
                send(queue, "before");
                await().pollInSameThread().until(() -> manager.getStatus() == Status.STATUS_ROLLEDBACK);
                seen.refusals.put(queue, catchThrowable(() -> send(queue, "after")));
            } catch (JMSException e) {
                throw new AssertionError(e);
            }
        }

        private void send(String queue, String text) {
            context.createProducer().send(context.createQueue(queue + ".out"), text);
        }
    }

    @MessageDriven(mappedName = "on-class")
    @TransactionConfiguration(timeout = 1)
    static class OnClass extends Patient {

        @Override
        public void onMessage(Message message) {
            handle("on-class", message);
        }
    }

    @MessageDriven(mappedName = "on-method")
    static class OnMethod extends Patient {

        @Override
        @Transactional
        @TransactionConfiguration(timeout = 1)
        public void onMessage(Message message) {
            handle("on-method", message);
        }
    }

    @MessageDriven(mappedName = "by-property")
    @Transactional
    @TransactionConfiguration(timeout = 3_000, timeoutFromConfigProperty = "shop.timeout")
    static class ByProperty extends Patient {

        @Override
        public void onMessage(Message message) {
            handle("by-property", message);
        }
    }
}
