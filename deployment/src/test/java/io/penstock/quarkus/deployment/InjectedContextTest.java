package io.penstock.quarkus.deployment;

import io.penstock.Broker;
import io.quarkus.arc.Arc;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.function.Consumer;
import java.util.stream.Stream;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSPasswordCredential;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.JMSSessionMode;
import jakarta.jms.Session;
import jakarta.transaction.UserTransaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Section 12.4 of the specification: contexts that the container manages, and JTA transactions. */
class InjectedContextTest {

    private static final long PATIENCE_MILLIS = 120_000;

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of(Bean.class);

    @Inject
    Bean bean;

    @Inject
    Broker broker;

    @Inject
    ConnectionFactory factory;

    @Inject
    UserTransaction transaction;

    @BeforeEach
    void empty() {
        try (var context = factory.createContext()) {
            var consumer = context.createConsumer(context.createQueue("orders"));
            while (consumer.receiveNoWait() != null) {
                // The next one.
            }
        }
    }

    @Test
    void shouldSendAtOnceWithoutATransaction() {
        bean.inRequest(() -> {
            bean.send("a");
            assertThat(waiting()).isEqualTo(1);
        });
    }

    @Test
    void shouldSendWithTheCommit() {
        QuarkusTransaction.requiringNew().run(() -> {
            bean.send("a");
            bean.send("b");
            assertThat(waiting()).isZero();
        });
        assertThat(waiting()).isEqualTo(2);
    }

    @Test
    void shouldSendNothingAfterRollback() {
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                    bean.send("a");
                    throw new IllegalArgumentException("no");
                }))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(waiting()).isZero();
    }

    @Test
    void shouldGiveBackWhatARolledBackTransactionReceived() throws Exception {
        bean.inRequest(() -> bean.send("a"));
        transaction.begin();
        assertThat(bean.receive()).isEqualTo("a");
        transaction.rollback();
        assertThat(waiting()).isEqualTo(1);

        QuarkusTransaction.requiringNew().run(() -> assertThat(bean.receive()).isEqualTo("a"));
        assertThat(waiting()).isZero();
    }

    @Test
    void shouldTakeSessionsOfAFactoryIntoTheTransactionWhateverTheirMode() throws Exception {
        transaction.begin();
        sendClassically(true, Session.SESSION_TRANSACTED, "a");
        sendClassically(false, Session.AUTO_ACKNOWLEDGE, "b");
        try (var context = factory.createContext(JMSContext.SESSION_TRANSACTED)) {
            context.createProducer().send(context.createQueue("orders"), "c");
        }
        assertThat(waiting()).isZero();
        transaction.commit();
        assertThat(waiting()).isEqualTo(3);

        transaction.begin();
        try (var context = factory.createContext(JMSContext.CLIENT_ACKNOWLEDGE)) {
            assertThat(context.createConsumer(context.createQueue("orders")).receiveBody(String.class, PATIENCE_MILLIS))
                    .isEqualTo("a");
        }
        transaction.commit();
        assertThat(waiting()).isEqualTo(2);
    }

    private void sendClassically(boolean transacted, int mode, String text) throws JMSException {
        try (var connection = factory.createConnection();
                var session = connection.createSession(transacted, mode)) {
            session.createProducer(session.createQueue("orders")).send(session.createTextMessage(text));
        }
    }

    @Test
    void shouldCloseAContextWithItsRequest() {
        bean.inRequest(() -> {
            bean.first.createSharedConsumer(bean.first.createTopic("news"), "shared");
            assertThat(broker.statistics("news").subscriptions().get(0).consumers())
                    .isEqualTo(1);
        });
        assertThat(broker.statistics("news").subscriptions()).isEmpty();
    }

    @Test
    void shouldHaveTheModeThatTheInjectionPointAsksFor() {
        bean.inRequest(() -> {
            assertThat(bean.first.getSessionMode()).isEqualTo(JMSContext.AUTO_ACKNOWLEDGE);
            assertThat(bean.lazy.getSessionMode()).isEqualTo(JMSContext.DUPS_OK_ACKNOWLEDGE);
        });
    }

    @Test
    void shouldPassOnWhoConnects() {
        bean.inRequest(() -> assertThatThrownBy(bean.credentialed::createMessage)
                .isInstanceOf(JMSRuntimeException.class)
                .hasMessageContaining("mary"));
    }

    @Test
    void shouldRefuseWhatIsTheContainersBusiness() {
        bean.inRequest(() -> Stream.<Consumer<JMSContext>>of(
                        JMSContext::commit,
                        JMSContext::rollback,
                        JMSContext::recover,
                        JMSContext::acknowledge,
                        JMSContext::start,
                        JMSContext::stop,
                        JMSContext::close,
                        context -> context.setClientID("me"),
                        context -> context.setExceptionListener(null),
                        context -> context.setAutoStart(false),
                        context -> context.createContext(JMSContext.AUTO_ACKNOWLEDGE))
                .forEach(method -> assertThatThrownBy(() -> method.accept(bean.first))
                        .isInstanceOf(IllegalStateRuntimeException.class)
                        .hasMessageContaining("container's")));
    }

    @Test
    void shouldHaveNoContextWithoutAScope() {
        Arc.container().requestContext().terminate();
        assertThatThrownBy(bean.first::createMessage).isInstanceOf(ContextNotActiveException.class);
    }

    @Test
    void shouldTakeNothingIntoATransactionThatCanOnlyBeRolledBack() throws Exception {
        transaction.begin();
        transaction.setRollbackOnly();
        try {
            assertThatThrownBy(() -> bean.send("a")).hasMessageContaining("marked for roll-back");
        } finally {
            transaction.rollback();
        }
        assertThat(waiting()).isZero();
    }

    private long waiting() {
        return broker.statistics("orders").subscriptions().get(0).waiting();
    }

    @Singleton
    static class Bean {

        @Inject
        JMSContext first;

        @Inject
        @JMSConnectionFactory("")
        JMSContext second;

        @Inject
        @JMSConnectionFactory("java:/JmsXA")
        @JMSSessionMode(JMSContext.DUPS_OK_ACKNOWLEDGE)
        JMSContext lazy;

        @Inject
        @JMSPasswordCredential(userName = "mary", password = "secret")
        JMSContext credentialed;

        void send(String text) {
            first.createProducer().send(first.createQueue("orders"), text);
        }

        String receive() {
            return second.createConsumer(second.createQueue("orders")).receiveBody(String.class, PATIENCE_MILLIS);
        }

        @ActivateRequestContext
        void inRequest(Runnable work) {
            work.run();
        }
    }
}
