package io.penstock.jms.session;

import io.penstock.jms.JmsFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import jakarta.jms.DeliveryMode;
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
        var producer = sending.createProducer(topic ? sending.createTopic("news") : sending.createQueue("orders"));
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
}
