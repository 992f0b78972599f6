package io.penstock.jms.session;

import io.penstock.BrowseRequest;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.jms.JmsFixture;
import io.penstock.jms.PenstockConnectionFactory;
import io.penstock.jms.spec.Unchecked;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import jakarta.jms.DeliveryMode;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;

import static jakarta.jms.Session.AUTO_ACKNOWLEDGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(JmsFixture.HANG_SECONDS)
class QueueTest extends JmsFixture {

    private Session session;

    @BeforeEach
    void openSession() throws JMSException {
        session = session(AUTO_ACKNOWLEDGE);
    }

    @Test
    void shouldDeliverInOrderAndOnce() throws JMSException {
        send("orders", "a", "b", "c");
        var consumer = session.createConsumer(session.createQueue("orders"));

        assertThat(receive(consumer, 3)).containsExactly("a", "b", "c");
        assertNothingComes(consumer);
        Awaitility.await().until(() -> waiting("orders") == 0);
    }

    @Test
    void shouldCountTheDestinationsThatWereDeclaredBecauseTheyWereNamed() throws JMSException {
        session.createConsumer(session.createQueue("orders"));
        session.createProducer(session.createQueue("orders"));
        session.createBrowser(session.createQueue("odrers"));
        session.createConsumer(session.createTopic("news"));
        session.createTemporaryQueue();

        assertThat(factory.declaredDestinations()).isEqualTo(3);
    }

    @Test
    void shouldDeliverHigherPrioritiesFirst() throws JMSException {
        var queue = session.createQueue("ranked");
        var producer = session.createProducer(queue);
        for (int priority : new int[] {3, 0, 9, 5, 1, 8, 4, 7, 2, 6}) {
            producer.send(session.createTextMessage("p" + priority), DeliveryMode.PERSISTENT, priority, 0);
        }
        var expected = new String[] {"p9", "p8", "p7", "p6", "p5", "p4", "p3", "p2", "p1", "p0"};
        var browsed = new ArrayList<String>();
        var messages = session.createBrowser(queue).getEnumeration();
        while (messages.hasMoreElements()) {
            browsed.add(((TextMessage) messages.nextElement()).getText());
        }
        assertThat(browsed).containsExactly(expected);

        assertThat(receive(session.createConsumer(queue), 10)).containsExactly(expected);
    }

    @Test
    void shouldSetTheHeaderFieldsThatAreTheProviders() throws JMSException {
        var queue = session.createQueue("orders");
        var producer = session.createProducer(queue);
        var message = session.createTextMessage("x");
        message.setJMSReplyTo(session.createQueue("answers"));
        long before = System.currentTimeMillis();

        producer.send(message, DeliveryMode.NON_PERSISTENT, 7, 60_000);

        assertThat(message.getJMSMessageID()).startsWith("ID:");
        assertThat(message.getJMSDestination()).isEqualTo(queue);
        assertThat(message.getJMSTimestamp()).isBetween(before, System.currentTimeMillis());
        assertThat(message.getJMSExpiration()).isEqualTo(message.getJMSTimestamp() + 60_000);
        var received = session.createConsumer(queue).receive(PATIENCE_MILLIS);
        assertThat(received.getJMSMessageID()).isEqualTo(message.getJMSMessageID());
        assertThat(received.getJMSDestination()).isEqualTo(queue);
        assertThat(received.getJMSReplyTo()).isEqualTo(session.createQueue("answers"));
        assertThat(received.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
        assertThat(received.getJMSPriority()).isEqualTo(7);
        assertThat(received.getJMSTimestamp()).isEqualTo(message.getJMSTimestamp());
        assertThat(received.getJMSExpiration()).isEqualTo(message.getJMSExpiration());
        assertThat(received.getJMSRedelivered()).isFalse();
        assertThat(received.getIntProperty("JMSXDeliveryCount")).isEqualTo(1);
    }

    @Test
    void shouldSendTheMessageAsItWas() throws JMSException {
        var queue = session.createQueue("orders");
        var message = session.createTextMessage("first");
        var producer = session.createProducer(queue);
        producer.send(message);
        String firstId = message.getJMSMessageID();
        message.setText("second");
        producer.send(message);

        assertThat(receive(session.createConsumer(queue), 2)).containsExactly("first", "second");
        assertThat(message.getJMSMessageID()).isNotEqualTo(firstId);
    }

    @Test
    void shouldReadWhatOthersSentAndBeReadByThem() throws JMSException {
        broker.declare(Destination.queue("orders").build());
        broker.send(Message.to("orders").body("plain").header("origin", "JFK").build());
        var consumer = session.createConsumer(session.createQueue("orders"));

        var received = (TextMessage) consumer.receive(PATIENCE_MILLIS);

        assertThat(received.getText()).isEqualTo("plain");
        assertThat(received.getStringProperty("origin")).isEqualTo("JFK");
        assertThat(received.getJMSMessageID()).startsWith("ID:");
    }

    @Test
    void shouldMakeADeadLetterOfWhatCannotBeRead() throws JMSException {
        broker.declare(Destination.queue("orders").build());
        broker.send(
                Message.to("orders").body("{}").header("JMSMessageKind", "map").build());
        send("orders", "good");

        assertThat(receive(session.createConsumer(session.createQueue("orders"))))
                .isEqualTo("good");
        assertThat(broker.browse(BrowseRequest.waiting("orders.dlq", 10).build()))
                .singleElement()
                .satisfies(dead -> assertThat(dead.message().bodyText()).isEqualTo("{}"));
        assertThat(waiting("orders")).isLessThanOrEqualTo(1);
    }

    @Test
    void shouldTellAConsumerWhoseQueueIsDeletedByForce() throws Exception {
        broker.declare(Destination.queue("orders").build());
        var told = new CompletableFuture<JMSException>();
        connection.setExceptionListener(told::complete);
        var consumer = session.createConsumer(session.createQueue("orders"));
        var received = CompletableFuture.supplyAsync(() -> Unchecked.call(() -> consumer.receive()));

        broker.operations().delete("orders", true, "test");

        assertThat(told).succeedsWithin(Duration.ofSeconds(30));
        assertThat(received).failsWithin(Duration.ofSeconds(30));
    }

    @Test
    void shouldWaitForAMessageWithoutATimeout() throws Exception {
        var consumer = session.createConsumer(session.createQueue("orders"));
        var received = CompletableFuture.supplyAsync(() -> Unchecked.call(() -> text(consumer.receive())));
        Awaitility.await().until(() -> waiting("orders") == 0 && !received.isDone());

        send("orders", "late");

        assertThat(received.get()).isEqualTo("late");
    }

    @Test
    void shouldReceiveWithoutWaitingWhatIsThere() throws JMSException {
        var consumer = session.createConsumer(session.createQueue("orders"));
        assertThat(consumer.receiveNoWait()).isNull();

        send("orders", "a", "b");

        assertThat(receiveNoWait(consumer)).isEqualTo("a");
        assertThat(receiveNoWait(consumer)).isEqualTo("b");
        assertThat(consumer.receiveNoWait()).isNull();
    }

    @Test
    void shouldReturnNullToAReceiverWhoseConsumerIsClosed() throws Exception {
        var consumer = session.createConsumer(session.createQueue("orders"));
        var begun = new CountDownLatch(1);
        var received = CompletableFuture.supplyAsync(() -> {
            begun.countDown();
            return String.valueOf(Unchecked.<Object>call(consumer::receive));
        });
        begun.await();
        Awaitility.await().during(Duration.ofMillis(GLANCE_MILLIS)).until(() -> !received.isDone());

        consumer.close();

        assertThat(received.get()).isEqualTo("null");
        assertThatThrownBy(consumer::receive).isInstanceOf(jakarta.jms.IllegalStateException.class);
    }

    @Test
    void shouldDeliverNothingWhileTheConnectionIsStopped() throws JMSException {
        send("orders", "a");
        var consumer = session.createConsumer(session.createQueue("orders"));
        connection.stop();
        assertNothingComes(consumer);

        connection.start();

        assertThat(receive(consumer)).isEqualTo("a");
    }

    @Test
    void shouldShareAmongCompetingConsumersWithoutHoardingForAnyone() throws JMSException {
        var queue = session.createQueue("orders");
        var idle = session.createConsumer(queue);
        send("orders", "a", "b", "c", "d");
        assertThat(receive(idle)).isEqualTo("a");

        try (var other = session(AUTO_ACKNOWLEDGE)) {
            assertThat(receive(other.createConsumer(queue), 3)).containsExactly("b", "c", "d");
        }
    }

    @Test
    void shouldDropAMessageThatExpiredBeforeItWasTaken() throws Exception {
        var producer = session.createProducer(session.createQueue("orders"));
        producer.setTimeToLive(1);
        var message = session.createTextMessage("short-lived");
        producer.send(message);
        producer.setTimeToLive(0);
        producer.send(session.createTextMessage("lasting"));
        Awaitility.await().until(() -> System.currentTimeMillis() > message.getJMSExpiration());

        assertThat(receive(session.createConsumer(session.createQueue("orders"))))
                .isEqualTo("lasting");
        Awaitility.await().until(() -> waiting("orders") == 0);
    }

    @Test
    void shouldNotDeliverBeforeTheDeliveryDelayIsOver() throws JMSException {
        var queue = session.createQueue("orders");
        var producer = session.createProducer(queue);
        producer.setDeliveryDelay(400);
        var message = session.createTextMessage("later");
        producer.send(message);
        assertThat(message.getJMSDeliveryTime()).isEqualTo(message.getJMSTimestamp() + 400);
        var consumer = session.createConsumer(queue);

        var received = consumer.receive(PATIENCE_MILLIS);

        assertThat(System.currentTimeMillis()).isGreaterThanOrEqualTo(message.getJMSDeliveryTime());
        assertThat(received.getJMSDeliveryTime()).isEqualTo(message.getJMSDeliveryTime());
    }

    @Test
    void shouldSurviveARestart() throws JMSException {
        send("orders", "kept");

        restart();

        try (var again = session(AUTO_ACKNOWLEDGE)) {
            assertThat(receive(again.createConsumer(again.createQueue("orders"))))
                    .isEqualTo("kept");
        }
    }

    @Test
    void shouldDeclareAnUnknownDestinationUnlessThatIsDenied() throws JMSException {
        session.createProducer(session.createQueue("new"));
        assertThat(broker.destination("new"))
                .contains(Destination.queue("new").priorities(10).build());

        var strict = new PenstockConnectionFactory(broker, JmsOptions.DEFAULT.withAutoDeclare(false));
        try (var other = strict.createConnection();
                var strictSession = other.createSession()) {
            var unknown = strictSession.createQueue("unknown");
            assertThatThrownBy(() -> strictSession.createProducer(unknown))
                    .isInstanceOf(InvalidDestinationException.class)
                    .hasMessageContaining("unknown");
            assertThatThrownBy(() -> strictSession.createConsumer(unknown))
                    .isInstanceOf(InvalidDestinationException.class);
            assertThatThrownBy(() -> strictSession.createProducer(null).send(unknown, strictSession.createMessage()))
                    .isInstanceOf(InvalidDestinationException.class);
            assertThat(broker.destination("unknown")).isEmpty();
        }
    }

    @Test
    void shouldRefuseAQueueThatIsATopicAndNamesThatCannotBe() throws JMSException {
        broker.declare(Destination.topic("news").build());

        assertThatThrownBy(() -> session.createProducer(session.createQueue("news")))
                .isInstanceOf(InvalidDestinationException.class)
                .hasMessageContaining("is a topic");
        assertThatThrownBy(() -> session.createQueue("a/b")).isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.createConsumer(null)).isInstanceOf(InvalidDestinationException.class);
    }

    @Test
    void shouldHoldAProducerToItsDestination() throws JMSException {
        var queue = session.createQueue("orders");
        var message = session.createMessage();

        assertThatThrownBy(() -> session.createProducer(queue).send(queue, message))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> session.createProducer(null).send(message))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> session.createProducer(null).send((jakarta.jms.Destination) null, message))
                .isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.createProducer(queue).send(null)).isInstanceOf(MessageFormatException.class);
        assertThatThrownBy(() -> session.createProducer(queue).setPriority(10)).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> session.createProducer(queue).setDeliveryMode(0))
                .isInstanceOf(JMSException.class);
    }

    @Test
    void shouldSayWhatIsNotSupported() throws JMSException {
        var queue = session.createQueue("orders");

        assertThatThrownBy(() -> connection.createConnectionConsumer(queue, null, null, 1))
                .hasMessageContaining("not supported yet");
    }

    @Test
    void shouldBrowseWithoutTaking() throws JMSException {
        var queue = session.createQueue("orders");
        var texts = new ArrayList<String>();
        for (int i = 0; i < 250; i++) {
            texts.add("m" + i);
        }
        send("orders", texts.toArray(String[]::new));
        var delayed = session.createProducer(queue);
        delayed.setDeliveryDelay(600_000);
        delayed.send(session.createTextMessage("later"));

        var seen = new ArrayList<String>();
        try (var browser = session.createBrowser(queue)) {
            var messages = browser.getEnumeration();
            while (messages.hasMoreElements()) {
                seen.add(text((jakarta.jms.Message) messages.nextElement()));
            }
        }

        assertThat(seen).isEqualTo(texts);
        assertThat(receive(session.createConsumer(queue), 250)).isEqualTo(texts);
        try (var browser = session.createBrowser(queue)) {
            assertThat(browser.getEnumeration().hasMoreElements()).isFalse();
        }
    }
}
