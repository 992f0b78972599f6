package io.penstock.quarkus.deployment;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.narayana.jta.runtime.TransactionConfiguration;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.Session;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.Transactional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/** A JTA transaction that is over while its thread still works: nothing goes on as if there were none. */
class RolledBackTransactionTest {

    private static final long PATIENCE_MILLIS = 60_000;

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of(Slow.class, Callbacks.class, Noted.class);

    @Inject
    Slow slow;

    @Inject
    Callbacks callbacks;

    @Inject
    Broker broker;

    @Inject
    ConnectionFactory factory;

    @BeforeEach
    void begin() throws Exception {
        slow.refusals.clear();
        callbacks.failure = null;
        try (var context = factory.createContext()) {
            for (var queue : List.of("in", "out")) {
                var consumer = context.createConsumer(context.createQueue(queue));
                while (consumer.receiveNoWait() != null) {
                    // The next one.
                }
            }
            context.createProducer().send(context.createQueue("in"), "a").send(context.createQueue("in"), "b");
        }
    }

    private List<String> in(String queue) {
        return broker.browse(BrowseRequest.waiting(queue, 10).build()).stream()
                .map(stored -> stored.message().bodyText())
                .toList();
    }

    private void assertNothingHappened(int refusals) {
        assertThat(slow.refusals).hasSize(refusals);
        assertThat(slow.refusals)
                .allSatisfy(refusal -> assertThat(refusal)
                        .isNotNull()
                        .hasMessageContaining("JTA transaction of this thread was rolled back"));
        assertThat(in("out")).isEmpty();
        await().untilAsserted(() -> assertThat(in("in")).containsExactly("a", "b"));
    }

    @Test
    void shouldRefuseAnInjectedContextWhenTheTimeOutHasRolledBack() {
        assertThatThrownBy(slow::byInjection).isInstanceOf(RollbackException.class);
        assertNothingHappened(2);
    }

    @Test
    void shouldRefuseAConnectionFromBeforeAndOneFromWithinWhenTheTimeOutHasRolledBack() throws Exception {
        try (var before = factory.createConnection();
                var context = factory.createContext()) {
            before.start();
            assertThatThrownBy(() -> slow.byConnections(before, context)).isInstanceOf(RollbackException.class);
            assertNothingHappened(7);
        }
    }

    @Test
    void shouldSendAtOnceAfterTheCommit() {
        callbacks.commit();
        assertThat(callbacks.failure).isNull();
        assertThat(in("out")).containsExactlyInAnyOrder("in transaction", "before completion", "after success");
    }

    @Test
    void shouldRefuseToSendAfterTheRollbackUnlessInATransactionOfItsOwn() {
        assertThatThrownBy(callbacks::fail).isInstanceOf(IllegalArgumentException.class);
        assertThat(callbacks.failure).hasMessageContaining("in a transaction of its own");
        assertThat(in("out")).containsExactly("of its own");
    }

    record Noted(boolean fails) {}

    @Singleton
    static class Callbacks {

        @Inject
        JMSContext context;

        @Inject
        Event<Noted> events;

        volatile Throwable failure;

        @ActivateRequestContext
        @Transactional
        void commit() {
            send("in transaction");
            events.fire(new Noted(false));
        }

        @ActivateRequestContext
        @Transactional
        void fail() {
            send("in transaction");
            events.fire(new Noted(true));
            throw new IllegalArgumentException("no");
        }

        void before(@Observes(during = TransactionPhase.BEFORE_COMPLETION) Noted noted) {
            send("before completion");
        }

        void after(@Observes(during = TransactionPhase.AFTER_SUCCESS) Noted noted) {
            failure = catchThrowable(() -> send("after success"));
        }

        void afterFailure(@Observes(during = TransactionPhase.AFTER_FAILURE) Noted noted) {
            failure = catchThrowable(() -> send("after failure"));
            QuarkusTransaction.requiringNew().run(() -> send("of its own"));
        }

        private void send(String text) {
            context.createProducer().send(context.createQueue("out"), text);
        }
    }

    @Singleton
    static class Slow {

        final List<Throwable> refusals = new ArrayList<>();

        @Inject
        JMSContext injected;

        @Inject
        ConnectionFactory factory;

        @Inject
        TransactionManager manager;

        @ActivateRequestContext
        @Transactional
        @TransactionConfiguration(timeout = 1)
        void byInjection() throws Exception {
            var consumer = injected.createConsumer(injected.createQueue("in"));
            assertThat(consumer.receiveBody(String.class, PATIENCE_MILLIS)).isEqualTo("a");
            injected.createProducer().send(injected.createQueue("out"), "before");
            awaitTimeOut();
            refused(() -> injected.createProducer().send(injected.createQueue("out"), "after"));
            refused(() -> injected.createConsumer(injected.createQueue("in")).receive(PATIENCE_MILLIS));
        }

        @Transactional
        @TransactionConfiguration(timeout = 1)
        void byConnections(Connection before, JMSContext context) throws Exception {
            var session = before.createSession();
            var producer = session.createProducer(session.createQueue("out"));
            var consumer = session.createConsumer(session.createQueue("in"));
            assertThat(consumer.receive(PATIENCE_MILLIS).getBody(String.class)).isEqualTo("a");
            producer.send(session.createTextMessage("before"));
            awaitTimeOut();
            refused(() -> {
                producer.send(session.createTextMessage("after"));
                return null;
            });
            refused(() -> consumer.receive(PATIENCE_MILLIS));
            refused(() -> before.createSession(Session.SESSION_TRANSACTED));
            refused(() -> context.createProducer().send(context.createQueue("out"), "after"));
            refused(() -> context.createConsumer(context.createQueue("in")).receive(PATIENCE_MILLIS));
            refused(() -> factory.createContext(JMSContext.SESSION_TRANSACTED));
            try (var inside = factory.createConnection()) {
                refused(inside::createSession);
            }
        }

        private void awaitTimeOut() throws Exception {
            await().pollInSameThread().until(() -> manager.getStatus() == Status.STATUS_ROLLEDBACK);
        }

        private void refused(Callable<?> work) {
            refusals.add(catchThrowable(work::call));
        }
    }
}
