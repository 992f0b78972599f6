package io.penstock.jms.subscription;

import io.penstock.DeadLetterReason;
import io.penstock.jms.JmsFixture;
import io.penstock.jms.PenstockConnectionFactory;
import io.penstock.jms.session.JmsOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Collections;
import java.util.List;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.Queue;
import jakarta.jms.Session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Client identifiers, names and selectors of subscriptions, unknown destinations, and dead letters as messages. */
class LetterOfTheRulesTest extends JmsFixture {

    private interface Use {
        void of(Connection connection) throws JMSException;
    }

    private interface ContextUse {
        void of(JMSContext context) throws JMSException;
    }

    @Test
    void shouldTakeAClientIdentifierAfterCallsThatAskNothingOfTheBroker() throws JMSException {
        try (var fresh = factory.createConnection()) {
            fresh.getMetaData();
            fresh.getExceptionListener();
            fresh.setExceptionListener(problem -> {});
            fresh.getClientID();
            fresh.setClientID("me");
            assertThat(fresh.getClientID()).isEqualTo("me");
        }
        try (var context = factory.createContext()) {
            context.getMetaData();
            context.getExceptionListener();
            context.setExceptionListener(problem -> {});
            context.createMessage();
            context.createQueue("orders");
            context.setClientID("me");
        }
    }

    @Test
    void shouldRefuseADestinationWithoutAName() throws JMSException {
        var session = connection.createSession();
        assertThatThrownBy(() -> session.createQueue(null)).isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.createTopic(null)).isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.createProducer((Queue) () -> null))
                .isInstanceOf(InvalidDestinationException.class);
    }

    @Test
    void shouldRefuseOtherTypesForThePropertiesOfGroups() throws JMSException {
        var message = connection.createSession().createMessage();
        assertThatThrownBy(() -> message.setIntProperty("JMSXGroupID", 5)).isInstanceOf(MessageFormatException.class);
        assertThatThrownBy(() -> message.setStringProperty("JMSXGroupSeq", "x"))
                .isInstanceOf(MessageFormatException.class);
    }

    @Test
    void shouldTakeNoClientIdentifierAfterUse() throws JMSException {
        for (Use use : List.<Use>of(
                Connection::createSession,
                used -> used.createSession(Session.CLIENT_ACKNOWLEDGE),
                Connection::start,
                Connection::stop)) {
            try (var fresh = factory.createConnection()) {
                use.of(fresh);
                assertThatThrownBy(() -> fresh.setClientID("me")).isInstanceOf(IllegalStateException.class);
            }
        }
        for (ContextUse use : List.<ContextUse>of(
                JMSContext::createProducer,
                JMSContext::createTemporaryQueue,
                JMSContext::createTemporaryTopic,
                JMSContext::start,
                JMSContext::stop,
                context -> context.createContext(JMSContext.AUTO_ACKNOWLEDGE),
                context -> context.createConsumer(context.createQueue("orders")),
                context -> context.createBrowser(context.createQueue("orders")))) {
            try (var fresh = factory.createContext()) {
                use.of(fresh);
                assertThatThrownBy(() -> fresh.setClientID("me")).isInstanceOf(IllegalStateRuntimeException.class);
            }
        }
    }

    @Test
    void shouldFindADurableConsumerOfNoTopicAnInvalidDestinationFirst() throws JMSException {
        var session = session(Session.AUTO_ACKNOWLEDGE);
        assertThatThrownBy(() -> session.createDurableConsumer(null, "sub"))
                .isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.createDurableSubscriber(null, "sub"))
                .isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.createSharedDurableConsumer(null, "sub"))
                .isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.createDurableConsumer(session.createTopic("news"), "sub"))
                .isInstanceOf(IllegalStateException.class);
        try (var context = factory.createContext()) {
            assertThatThrownBy(() -> context.createDurableConsumer(null, "sub"))
                    .isInstanceOf(InvalidDestinationRuntimeException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "\u00e4", "\u0436", "\u6f22", "$"})
    void shouldKnowSubscriptionsByNamesOf128LettersOfAnyScript(String letter) throws JMSException {
        var name = letter.repeat(127);
        var client = letter.repeat(200);
        for (var last : List.of("b", "c")) {
            try (var context = factory.createContext()) {
                context.setClientID(client);
                var topic = context.createTopic("news");
                context.createDurableConsumer(topic, name + last).close();
                context.createProducer().send(topic, "for " + last);
                context.createSharedDurableConsumer(topic, "shared" + name + last)
                        .close();
                assertThat(context.createDurableConsumer(topic, name + last).receiveBody(String.class, PATIENCE_MILLIS))
                        .isEqualTo("for " + last);
            }
        }
        assertThat(broker.subscriptions("news")).hasSize(4);
        try (var context = factory.createContext()) {
            context.setClientID(client);
            context.unsubscribe(name + "b");
            context.unsubscribe("shared" + name + "b");
        }
        assertThat(broker.subscriptions("news")).hasSize(2);
    }

    @Test
    void shouldKeepTheBacklogWhenASelectorIsOnlySpelledDifferently() throws JMSException {
        var options = JmsOptions.DEFAULT.withClientId("me");
        try (var context = new PenstockConnectionFactory(broker, options).createContext()) {
            var topic = context.createTopic("news");
            context.createDurableConsumer(topic, "sub", "a='x  y' AND b in ('1')", false)
                    .close();
            context.createProducer()
                    .setProperty("a", "x  y")
                    .setProperty("b", "1")
                    .send(topic, "kept");
            var respelled = context.createDurableConsumer(topic, "sub", " a = 'x  y'  and b IN('1')", false);
            assertThat(respelled.receiveBody(String.class, PATIENCE_MILLIS)).isEqualTo("kept");
            respelled.close();
            context.createProducer()
                    .setProperty("a", "x  y")
                    .setProperty("b", "1")
                    .send(topic, "lost");
            var other = context.createDurableConsumer(topic, "sub", "a = 'x y' AND b IN ('1')", false);
            assertThat(other.receive(GLANCE_MILLIS)).isNull();
        }
    }

    @Test
    void shouldLetConsumersOfASharedSubscriptionSpellItsSelectorAsTheyLike() throws JMSException {
        var session = session(Session.AUTO_ACKNOWLEDGE);
        var topic = session.createTopic("news");
        session.createSharedConsumer(topic, "sub", "a>1");
        session.createSharedConsumer(topic, "sub", "a > 1");
        assertThatThrownBy(() -> session.createSharedConsumer(topic, "sub", "a > 11"))
                .hasMessageContaining("another selector");
    }

    @Test
    void shouldDeclareNothingForConsumersAndBrowsersWhereThatIsNotAllowed() throws JMSException {
        var strict = new PenstockConnectionFactory(broker, JmsOptions.DEFAULT.withAutoDeclare(false));
        try (var context = strict.createContext()) {
            var queue = context.createQueue("mistyped");
            assertThatThrownBy(() -> context.createConsumer(queue))
                    .isInstanceOf(InvalidDestinationRuntimeException.class)
                    .hasMessageContaining("mistyped");
            assertThatThrownBy(() -> context.createBrowser(queue))
                    .isInstanceOf(InvalidDestinationRuntimeException.class);
            assertThatThrownBy(() -> context.createSharedConsumer(context.createTopic("mistyped"), "sub"))
                    .isInstanceOf(InvalidDestinationRuntimeException.class);
            assertThatThrownBy(() -> context.createProducer().send(queue, "a"))
                    .isInstanceOf(InvalidDestinationRuntimeException.class);
        }
        assertThat(broker.destination("mistyped")).isEmpty();
    }

    @Test
    void shouldSelectDeadLettersByTheirPropertiesAndCopyThese() throws Exception {
        send("orders", "a");
        broker.consume(
                        io.penstock.ConsumerOptions.ofQueue("orders", "rejecting")
                                .build(),
                        deliveries -> deliveries.forEach(
                                each -> each.rejectAsync(DeadLetterReason.REJECTED, "not today", null)))
                .request(1);
        var session = session(Session.AUTO_ACKNOWLEDGE);
        var dead = session.createConsumer(
                session.createQueue("orders.dlq"), "penstock_dl_reason = 'REJECTED' AND penstock_dl_deliveries > 0");
        var letter = dead.receive(PATIENCE_MILLIS);
        assertThat(letter.getStringProperty("penstock_dl_reason")).isEqualTo("REJECTED");
        assertThat(letter.getStringProperty("penstock-dl-reason")).isEqualTo("REJECTED");

        var copy = session.createTextMessage("copy");
        for (var name : Collections.list((java.util.Enumeration<?>) letter.getPropertyNames())) {
            if (!name.equals("JMSXDeliveryCount")) {
                copy.setObjectProperty((String) name, letter.getObjectProperty((String) name));
            }
        }
        session.createProducer(session.createQueue("copies")).send(copy);
        session.createProducer(session.createQueue("copies")).send(letter);
        var copies = session.createConsumer(session.createQueue("copies"), "penstock_dl_reason = 'REJECTED'");
        assertThat(receive(copies)).isEqualTo("copy");
        assertNothingComes(copies);
        assertThat(text(session.createConsumer(session.createQueue("copies")).receive(PATIENCE_MILLIS)))
                .as("what the broker said of a letter does not travel with it")
                .isEqualTo("a");
    }
}
