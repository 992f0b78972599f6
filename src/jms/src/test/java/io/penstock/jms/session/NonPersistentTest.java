package io.penstock.jms.session;

import io.penstock.Binding;
import io.penstock.ExchangeType;
import io.penstock.jms.JmsFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.concurrent.CompletableFuture;
import jakarta.jms.CompletionListener;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;

import static org.assertj.core.api.Assertions.assertThat;

/** What was sent without persistence is there for who asks next, without waiting, once the send has returned. */
@Timeout(JmsFixture.HANG_SECONDS)
class NonPersistentTest extends JmsFixture {

    private static final int MESSAGES = 200;

    private static void assertEachIsThereAtOnce(Session sending, MessageConsumer consumer, boolean topic)
            throws JMSException {
        assertEachIsThereAtOnce(sending, topic ? sending.createTopic("news") : sending.createQueue("orders"), consumer);
    }

    private static void assertEachIsThereAtOnce(Session sending, Destination destination, MessageConsumer consumer)
            throws JMSException {
        var producer = sending.createProducer(destination);
        producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
        for (int i = 0; i < MESSAGES; i++) {
            producer.send(sending.createTextMessage("m" + i));
            Message message = consumer.receiveNoWait();
            assertThat(message).as("message %s", i).isNotNull();
            assertThat(message.getBody(String.class)).isEqualTo("m" + i);
        }
    }

    @Test
    void shouldFindAMessageInAQueueOnceSendHasReturned() throws JMSException {
        var session = session(Session.AUTO_ACKNOWLEDGE);
        var consumer = session.createConsumer(session.createQueue("orders"));
        assertEachIsThereAtOnce(session(Session.AUTO_ACKNOWLEDGE), consumer, false);
    }

    @Test
    void shouldFindAMessageInEverySubscriptionOnceSendHasReturned() throws JMSException {
        var session = session(Session.DUPS_OK_ACKNOWLEDGE);
        var consumer = session.createConsumer(session.createTopic("news"));
        assertEachIsThereAtOnce(session(Session.AUTO_ACKNOWLEDGE), consumer, true);
    }

    @Test
    void shouldFindAMessageThatAContextHasSent() {
        try (var context = factory.createContext(JMSContext.AUTO_ACKNOWLEDGE)) {
            var queue = context.createQueue("orders");
            var consumer = context.createConsumer(queue);
            var producer = context.createProducer().setDeliveryMode(DeliveryMode.NON_PERSISTENT);
            for (int i = 0; i < MESSAGES; i++) {
                producer.send(queue, "m" + i);
                assertThat(consumer.receiveBodyNoWait(String.class)).isEqualTo("m" + i);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldFindAMessageInADurableSubscription(boolean shared) throws JMSException {
        try (var context = factory.withClientId("client").createConnection()) {
            context.start();
            var session = context.createSession(Session.AUTO_ACKNOWLEDGE);
            var topic = session.createTopic("news");
            var consumer = shared
                    ? session.createSharedDurableConsumer(topic, "readers")
                    : session.createDurableConsumer(topic, "reader");
            assertEachIsThereAtOnce(session, topic, consumer);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldFindAMessageThatWasSentToAnExchange(boolean topic) throws JMSException {
        var session = session(Session.AUTO_ACKNOWLEDGE);
        var consumer = topic
                ? session.createSharedDurableConsumer(session.createTopic("news"), "readers")
                : session.createConsumer(session.createQueue("orders"));
        broker.declare(
                io.penstock.Destination.exchange("routed", ExchangeType.FANOUT).build());
        broker.bind(Binding.all("routed", topic ? "news" : "orders").build());
        assertEachIsThereAtOnce(session, session.createQueue("routed"), consumer);
        assertEachIsThereAtOnce(session, session.createTopic("routed"), consumer);
    }

    @Test
    void shouldFindAMessageWhoseCompletionWasTold() throws Exception {
        var session = session(Session.AUTO_ACKNOWLEDGE);
        var queue = session.createQueue("orders");
        var consumer = session.createConsumer(queue);
        var sending = session(Session.AUTO_ACKNOWLEDGE);
        var producer = sending.createProducer(queue);
        producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
        for (int i = 0; i < MESSAGES; i++) {
            var told = new CompletableFuture<Void>();
            producer.send(sending.createTextMessage("m" + i), new CompletionListener() {
                @Override
                public void onCompletion(Message message) {
                    told.complete(null);
                }

                @Override
                public void onException(Message message, Exception exception) {
                    told.completeExceptionally(exception);
                }
            });
            told.get();
            assertThat(consumer.receiveNoWait()).as("message %s", i).isNotNull();
        }
    }

    @Test
    void shouldFindAMessageOnceATransactionIsCommitted() throws JMSException {
        var session = session(Session.SESSION_TRANSACTED);
        var queue = session.createQueue("orders");
        var producer = session.createProducer(queue);
        producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
        var consumer = session.createConsumer(queue);
        for (int i = 0; i < MESSAGES; i++) {
            producer.send(session.createTextMessage("m" + i));
            session.commit();
            assertThat(consumer.receiveNoWait()).as("message %s", i).isNotNull();
            session.commit();
        }
    }
}
