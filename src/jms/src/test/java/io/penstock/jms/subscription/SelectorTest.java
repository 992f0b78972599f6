package io.penstock.jms.subscription;

import io.penstock.jms.JmsFixture;
import io.penstock.jms.spec.HeaderNames;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import jakarta.jms.Connection;
import jakarta.jms.Destination;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueReceiver;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import jakarta.jms.TopicSubscriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Which messages a client selects (section 3.8), and that it leaves out its own (section 8.3.3). */
@Timeout(JmsFixture.HANG_SECONDS)
class SelectorTest extends JmsFixture {

    private Connection client;
    private Session session;
    private Queue queue;
    private Topic topic;

    @BeforeEach
    void openClient() throws JMSException {
        client = factory.createConnection();
        client.setClientID("o'neill");
        client.start();
        session = client.createSession();
        queue = session.createQueue("orders");
        topic = session.createTopic("news");
    }

    @AfterEach
    void closeClient() throws JMSException {
        client.close();
    }

    private static void send(Session from, Destination to, String color, int... weights) throws JMSException {
        try (MessageProducer producer = from.createProducer(to)) {
            for (int weight : weights) {
                TextMessage message = from.createTextMessage(color + weight);
                message.setStringProperty("color", color);
                message.setIntProperty("weight", weight);
                message.setJMSType(color);
                producer.send(message);
            }
        }
    }

    @Test
    void shouldGiveAConsumerOfAQueueWhatItSelects() throws JMSException {
        send(session, queue, "red", 1, 2, 3);
        send(session, queue, "blue", 4);

        try (var heavy = session.createConsumer(queue, "weight > 1 AND JMSType = 'red'")) {
            assertThat(heavy.getMessageSelector()).isEqualTo("weight > 1 AND JMSType = 'red'");
            assertThat(receive(heavy, 2)).containsExactly("red2", "red3");
            assertNothingComes(heavy);
            assertThat(heavy.receiveNoWait()).isNull();
        }
        try (var all = session.createConsumer(queue, " ")) {
            assertThat(all.getMessageSelector()).isNull();
            assertThat(receive(all, 2)).containsExactly("red1", "blue4");
        }
    }

    @Test
    void shouldBringBackInItsOldPlaceWhatASelectiveConsumerRollsBack() throws JMSException {
        send(session, queue, "red", 1, 2, 3, 4);
        try (var transacted = client.createSession(Session.SESSION_TRANSACTED)) {
            var consumer = transacted.createConsumer(queue, "color = 'red'");
            assertThat(receive(consumer, 2)).containsExactly("red1", "red2");
            transacted.rollback();
            assertThat(receive(consumer, 4)).containsExactly("red1", "red2", "red3", "red4");
            transacted.commit();
        }
        try (var rest = session.createConsumer(queue)) {
            assertNothingComes(rest);
        }
    }

    @Test
    void shouldShowABrowserWhatItSelects() throws JMSException {
        send(session, queue, "red", 1, 2);
        send(session, queue, "blue", 3);
        var seen = new ArrayList<String>();

        try (var browser = session.createBrowser(queue, "color = 'red'")) {
            assertThat(browser.getMessageSelector()).isEqualTo("color = 'red'");
            var messages = browser.getEnumeration();
            while (messages.hasMoreElements()) {
                seen.add(((TextMessage) messages.nextElement()).getText());
            }
        }

        assertThat(seen).containsExactly("red1", "red2");
    }

    @Test
    void shouldKeepForASubscriptionOnlyWhatItSelects() throws JMSException {
        session.createDurableConsumer(topic, "ledger", "weight >= 2", false).close();
        session.createSharedDurableConsumer(topic, "pool", "weight < 2").close();
        send(session, topic, "red", 1, 2);
        client.close();
        restart();
        openClient();

        assertThat(receive(session.createDurableConsumer(topic, "ledger", "weight >= 2", false)))
                .isEqualTo("red2");
        var shared = session.createSharedDurableConsumer(topic, "pool", "weight < 2");
        assertThat(receive(shared)).isEqualTo("red1");
        assertNothingComes(shared);
    }

    @Test
    void shouldBeginANewADurableSubscriptionThatSelectsOtherMessages() throws JMSException {
        session.createDurableConsumer(topic, "ledger", "color = 'red'", false).close();
        send(session, topic, "red", 1);
        send(session, topic, "blue", 2);

        var changed = session.createDurableConsumer(topic, "ledger", "color = 'blue'", false);
        send(session, topic, "blue", 3);

        assertThat(receive(changed)).isEqualTo("blue3");
        changed.close();
        var again = session.createDurableConsumer(topic, "ledger");
        send(session, topic, "green", 4);
        assertThat(receive(again)).isEqualTo("green4");
    }

    @Test
    void shouldNotChangeWhatASharedSubscriptionSelectsWhileItHasConsumers() throws JMSException {
        for (boolean durable : new boolean[] {true, false}) {
            var first = shared(durable, "color = 'red'");
            shared(durable, "color = 'red'").close();
            assertThatThrownBy(() -> shared(durable, "color = 'blue'"))
                    .isInstanceOf(JMSException.class)
                    .hasMessageContaining("another selector");
            first.close();
            shared(durable, "color = 'blue'").close();
        }
    }

    private jakarta.jms.MessageConsumer shared(boolean durable, String selector) throws JMSException {
        return durable
                ? session.createSharedDurableConsumer(topic, "work", selector)
                : session.createSharedConsumer(topic, "work", selector);
    }

    @Test
    void shouldLeaveOutTheMessagesOfItsOwnConnection() throws JMSException {
        var others = (TopicSubscriber) session.createConsumer(topic, null, true);
        var chosen = (TopicSubscriber) session.createConsumer(topic, "weight > 1 OR color = 'blue'", true);
        assertThat(others.getNoLocal()).isTrue();
        assertThat(chosen.getMessageSelector()).isEqualTo("weight > 1 OR color = 'blue'");
        try (var strangers = connection.createSession()) {
            send(session, topic, "red", 1, 2);
            send(strangers, topic, "red", 3);
            send(session, topic, "blue", 4);
            send(strangers, topic, "red", 1);
        }

        assertThat(receive(others, 2)).containsExactly("red3", "red1");
        assertNothingComes(others);
        assertThat(receive(chosen)).isEqualTo("red3");
        assertNothingComes(chosen);
    }

    @Test
    void shouldLeaveOutItsClientsMessagesFromADurableSubscription() throws JMSException {
        session.createDurableConsumer(topic, "ledger", null, true).close();
        send(session, topic, "red", 1);
        client.close();
        openClient();
        send(session, topic, "red", 2);
        try (var strangers = connection.createSession()) {
            send(strangers, topic, "red", 3);
        }

        var consumer = session.createDurableConsumer(topic, "ledger", null, true);
        var message = consumer.receive(PATIENCE_MILLIS);

        assertThat(message.getBody(String.class)).isEqualTo("red3");
        assertThat(message.propertyExists("color")).isTrue();
        assertThat(message.propertyExists(HeaderNames.ORIGIN)).isFalse();
        assertNothingComes(consumer);
    }

    @Test
    void shouldIgnoreNoLocalForQueues() throws JMSException {
        var receiver = (QueueReceiver) session.createConsumer(queue, null, true);
        send(session, queue, "red", 1);

        assertThat(receive(receiver)).isEqualTo("red1");
    }

    @Test
    void shouldRefuseWhatIsNoSelector() throws JMSException {
        for (String text : List.of("color =", "color = 'red') OR (color = 'blue'", "JMSReplyTo = 'x'")) {
            assertThatThrownBy(() -> session.createConsumer(queue, text))
                    .isInstanceOf(InvalidSelectorException.class)
                    .hasMessageContaining("[" + text + "]");
            assertThatThrownBy(() -> session.createBrowser(queue, text)).isInstanceOf(InvalidSelectorException.class);
            assertThatThrownBy(() -> session.createConsumer(topic, text, true))
                    .isInstanceOf(InvalidSelectorException.class)
                    .hasMessageContaining("[" + text + "]");
            assertThatThrownBy(() -> session.createDurableConsumer(topic, "ledger", text, true))
                    .isInstanceOf(InvalidSelectorException.class);
        }
        assertThat(broker.subscriptions("news")).isEmpty();
    }
}
