package io.penstock.quarkus.deployment;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.listener.DeadLetter;
import io.penstock.listener.Retry;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.MessageDrivenContext;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.Queue;
import jakarta.jms.TextMessage;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.Transactional;
import jakarta.transaction.UserTransaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Message-driven beans: their transactions, their instances, and what configuration makes of them. */
class MessageDrivenTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of(
                    Seen.class,
                    Forwarding.class,
                    Own.class,
                    Without.class,
                    Annotated.class,
                    Concurrent.class,
                    Audit.class,
                    Moved.class)
            .overrideRuntimeConfigKey(
                    "penstock.jms.mdb.\"" + Moved.class.getName() + "\".destination", "java:/jms/queue/moved")
            .overrideRuntimeConfigKey("penstock.jms.mdb.\"" + Moved.class.getName() + "\".max-session", "1");

    @Inject
    Seen seen;

    @Inject
    Broker broker;

    @Inject
    ConnectionFactory factory;

    private void send(String queue, String... texts) {
        try (var context = factory.createContext()) {
            for (var text : texts) {
                context.createProducer().send(context.createQueue(queue), text);
            }
        }
    }

    private List<String> in(String queue) {
        return broker.destination(queue).isEmpty()
                ? List.of()
                : broker.browse(BrowseRequest.waiting(queue, 10).build()).stream()
                        .map(stored -> stored.message().bodyText())
                        .toList();
    }

    @Test
    void shouldCommitWhatABeanSendsTogetherWithItsMessage() {
        send("in", "fine");
        await().untilAsserted(() -> assertThat(in("out")).contains("fine"));
        await().untilAsserted(() -> assertThat(in("in")).isEmpty());
        assertThat(seen.in(Forwarding.class)).contains("fine: transaction active");
    }

    @Test
    void shouldSendNothingAndDeliverAgainAfterAnException() {
        send("in", "broken");
        await().untilAsserted(() -> assertThat(in("in.failed")).containsExactly("broken"));
        assertThat(seen.in(Forwarding.class).stream().filter(text -> text.startsWith("broken")))
                .hasSize(3);
        assertThat(in("out")).doesNotContain("broken");
    }

    @Test
    void shouldDeliverAgainWhatIsMarkedForRollback() {
        send("in", "marked once");
        await().untilAsserted(() -> assertThat(in("out")).contains("marked once"));
        assertThat(seen.in(Forwarding.class))
                .contains("marked once: redelivered false", "marked once: redelivered true")
                .contains("marked once: marked");
        assertThat(in("out").stream().filter("marked once"::equals)).hasSize(1);
    }

    @Test
    void shouldLeaveTransactionsToABeanThatManagesThem() {
        send("own", "committed", "forgotten");
        await().untilAsserted(() -> assertThat(in("own.dlq")).containsExactly("forgotten"));
        assertThat(in("own.out")).containsExactly("committed");
    }

    @Test
    void shouldRunWithoutATransactionWhereNoneIsSupported() {
        send("without", "x");
        await().untilAsserted(() -> assertThat(seen.in(Without.class)).containsExactly("x: no transaction"));
        await().untilAsserted(() -> assertThat(in("without")).isEmpty());
    }

    @Test
    void shouldTakeTransactionalForTheAttribute() {
        send("annotated", "x");
        await().untilAsserted(() -> assertThat(seen.in(Annotated.class)).contains("x: transaction active"));
        await().untilAsserted(() -> assertThat(in("annotated")).isEmpty());
    }

    @Test
    void shouldHaveAnInstanceForEachSession() {
        send("concurrent", "a", "b", "c");
        await().untilAsserted(() -> assertThat(seen.in(Concurrent.class)).containsExactlyInAnyOrder("a", "b", "c"));
        assertThat(seen.instances).hasSize(3);
    }

    @Test
    void shouldHaveTheDurableSubscriptionOfItsClient() {
        assertThat(broker.subscriptions("audited"))
                .extracting(found -> found.name() + " " + found.durable())
                .containsExactly("office..audit true");
        try (var context = factory.createContext()) {
            context.createProducer().send(context.createTopic("audited"), "noted");
        }
        await().untilAsserted(() -> assertThat(seen.in(Audit.class)).containsExactly("noted"));
    }

    @Test
    void shouldConsumeWhatConfigurationSays() {
        send("moved", "x");
        await().untilAsserted(() -> assertThat(seen.in(Moved.class)).containsExactly("x"));
        assertThat(broker.destination("original")).isEmpty();
        assertThat(broker.statistics("moved").subscriptions().get(0).consumers())
                .isEqualTo(1);
    }

    @Singleton
    static class Seen {

        final Set<Object> instances = ConcurrentHashMap.newKeySet();
        final CyclicBarrier barrier = new CyclicBarrier(3);
        private final List<String> texts = new CopyOnWriteArrayList<>();

        @Inject
        TransactionManager transactions;

        void add(Class<?> bean, String text) {
            texts.add(bean.getSimpleName() + "/" + text);
        }

        List<String> in(Class<?> bean) {
            var prefix = bean.getSimpleName() + "/";
            return texts.stream()
                    .filter(text -> text.startsWith(prefix))
                    .map(text -> text.substring(prefix.length()))
                    .toList();
        }

        String transaction() {
            try {
                return transactions.getStatus() == Status.STATUS_ACTIVE ? "transaction active" : "no transaction";
            } catch (jakarta.transaction.SystemException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static String text(Message message) {
        try {
            return ((TextMessage) message).getText();
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    @MessageDriven(
            activationConfig = {
                @ActivationConfigProperty(propertyName = "destinationLookup", propertyValue = "java:/jms/queue/in"),
                @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Queue"),
                @ActivationConfigProperty(propertyName = "acknowledgeMode", propertyValue = "Auto-acknowledge")
            })
    @Retry(maxRetries = 2, delay = 10, delayUnit = ChronoUnit.MILLIS, jitter = 0)
    @DeadLetter("in.failed")
    static class Forwarding implements MessageListener {

        @Inject
        JMSContext context;

        @Inject
        Seen seen;

        @Resource
        MessageDrivenContext container;

        @Resource(lookup = "java:/jms/queue/out")
        Queue out;

        @Override
        public void onMessage(Message message) {
            var text = text(message);
            context.createProducer().send(out, text);
            seen.add(Forwarding.class, text + ": " + seen.transaction());
            if (text.equals("broken")) {
                throw new IllegalArgumentException(text);
            }
            if (text.equals("marked once")) {
                mark(message, text);
            }
        }

        private void mark(Message message, String text) {
            try {
                seen.add(Forwarding.class, text + ": redelivered " + message.getJMSRedelivered());
                if (!message.getJMSRedelivered()) {
                    container.setRollbackOnly();
                    seen.add(Forwarding.class, text + (container.getRollbackOnly() ? ": marked" : ": not marked"));
                }
            } catch (JMSException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @MessageDriven(activationConfig = @ActivationConfigProperty(propertyName = "destination", propertyValue = "own"))
    @TransactionManagement(TransactionManagementType.BEAN)
    @Retry(maxRetries = 0)
    static class Own implements MessageListener {

        @Inject
        JMSContext context;

        @Resource
        UserTransaction transaction;

        @Override
        public void onMessage(Message message) {
            try {
                transaction.begin();
                context.createProducer().send(context.createQueue("own.out"), text(message));
                if (text(message).equals("committed")) {
                    transaction.commit();
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @MessageDriven(mappedName = "java:/jms/queue/without")
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    static class Without implements MessageListener {

        @Inject
        Seen seen;

        @Override
        public void onMessage(Message message) {
            seen.add(Without.class, text(message) + ": " + seen.transaction());
        }
    }

    @MessageDriven(mappedName = "java:/jms/queue/annotated")
    @Transactional
    static class Annotated implements MessageListener {

        @Inject
        Seen seen;

        @Override
        public void onMessage(Message message) {
            seen.add(Annotated.class, text(message) + ": " + seen.transaction());
        }
    }

    @MessageDriven(
            activationConfig = {
                @ActivationConfigProperty(propertyName = "destination", propertyValue = "concurrent"),
                @ActivationConfigProperty(propertyName = "maxSession", propertyValue = "3")
            })
    static class Concurrent implements MessageListener {

        @Inject
        Seen seen;

        private boolean ready;

        @PostConstruct
        void start() {
            ready = true;
        }

        /** All three are here at a time, each in an instance of its own. */
        @Override
        public void onMessage(Message message) {
            try {
                seen.barrier.await(120, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            if (ready) {
                seen.instances.add(this);
                seen.add(Concurrent.class, text(message));
            }
        }

        @PreDestroy
        void stop() {
            ready = false;
        }
    }

    @MessageDriven(
            activationConfig = {
                @ActivationConfigProperty(
                        propertyName = "destinationLookup",
                        propertyValue = "java:/jms/topic/audited"),
                @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Topic"),
                @ActivationConfigProperty(propertyName = "subscriptionDurability", propertyValue = "Durable"),
                @ActivationConfigProperty(propertyName = "subscriptionName", propertyValue = "audit"),
                @ActivationConfigProperty(propertyName = "clientId", propertyValue = "office"),
                @ActivationConfigProperty(
                        propertyName = "connectionFactoryLookup",
                        propertyValue = "java:/ConnectionFactory")
            })
    static class Audit implements MessageListener {

        @Inject
        Seen seen;

        @Override
        public void onMessage(Message message) {
            seen.add(Audit.class, text(message));
        }
    }

    @MessageDriven(
            activationConfig = @ActivationConfigProperty(propertyName = "destination", propertyValue = "original"))
    static class Moved implements MessageListener {

        @Inject
        Seen seen;

        @Override
        public void onMessage(Message message) {
            seen.add(Moved.class, text(message));
        }
    }
}
