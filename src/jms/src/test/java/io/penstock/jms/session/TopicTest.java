package io.penstock.jms.session;

import io.penstock.jms.JmsFixture;
import io.penstock.jms.PenstockConnectionFactory;
import io.penstock.jms.destination.PenstockQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import jakarta.jms.Topic;

import static jakarta.jms.Session.AUTO_ACKNOWLEDGE;
import static jakarta.jms.Session.CLIENT_ACKNOWLEDGE;
import static jakarta.jms.Session.SESSION_TRANSACTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(JmsFixture.HANG_SECONDS)
class TopicTest extends JmsFixture {

    private Connection client;
    private Session session;
    private Topic topic;

    @BeforeEach
    void openClient() throws JMSException {
        client = factory.createConnection();
        client.setClientID("billing");
        client.start();
        session = client.createSession();
        topic = session.createTopic("news");
    }

    @AfterEach
    void closeClient() throws JMSException {
        client.close();
    }

    private void publish(String... texts) throws JMSException {
        try (var publisher = connection.createSession()) {
            var producer = publisher.createProducer(topic);
            for (String text : texts) {
                producer.send(publisher.createTextMessage(text));
            }
        }
    }

    @Test
    void shouldGiveEverySubscriberWhatIsPublishedAfterItCame() throws JMSException {
        var first = session.createConsumer(topic);
        publish("a");
        var second = session.createConsumer(topic);
        publish("b");

        assertThat(receive(first, 2)).containsExactly("a", "b");
        assertThat(receive(second)).isEqualTo("b");
        assertNothingComes(second);
    }

    @Test
    void shouldForgetANonDurableSubscriptionWithItsConsumer() throws JMSException {
        session.createConsumer(topic).close();

        assertThat(broker.subscriptions("news")).isEmpty();
    }

    @Test
    void shouldKeepForADurableSubscriberWhatCameWhileItWasAway() throws JMSException {
        session.createDurableConsumer(topic, "ledger").close();
        publish("a", "b");

        var back = session.createDurableConsumer(topic, "ledger");

        assertThat(receive(back, 2)).containsExactly("a", "b");
        assertThat(broker.subscriptions("news")).singleElement().satisfies(kept -> {
            assertThat(kept.name()).isEqualTo("billing..ledger");
            assertThat(kept.durable()).isTrue();
        });
    }

    @Test
    void shouldKeepADurableSubscriptionThroughARestart() throws JMSException {
        session.createDurableConsumer(topic, "ledger").close();
        publish("a");
        client.close();

        restart();
        openClient();

        assertThat(receive(session.createDurableConsumer(topic, "ledger"))).isEqualTo("a");
    }

    @Test
    void shouldAllowOneConsumerOfAnUnsharedDurableSubscription() throws JMSException {
        var consumer = session.createDurableConsumer(topic, "ledger");

        assertThatThrownBy(() -> session.createDurableConsumer(topic, "ledger"))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("has a consumer already");
        consumer.close();
        session.createDurableConsumer(topic, "ledger");
    }

    /** Section 8.3.3: one *active* consumer; one that is closed is none, whatever the session still holds of it. */
    @Test
    void shouldLetANextConsumerJoinWhileTheSessionHoldsWhatTheClosedOneReceived() throws JMSException {
        var transacted = client.createSession(SESSION_TRANSACTED);
        var consumer = transacted.createDurableConsumer(topic, "ledger");
        publish("a", "b");
        assertThat(receive(consumer)).isEqualTo("a");
        consumer.close();

        var next = transacted.createDurableConsumer(topic, "ledger");
        assertThat(receive(next)).isEqualTo("b");
        assertThatThrownBy(() -> transacted.createDurableConsumer(topic, "ledger"))
                .hasMessageContaining("has a consumer already");
        transacted.rollback();

        assertThat(receive(next, 2)).containsExactly("a", "b");
        transacted.commit();
    }

    @Test
    void shouldShareASubscriptionAmongItsConsumers() throws JMSException {
        for (boolean durable : new boolean[] {true, false}) {
            try (var one = connection.createSession();
                    var two = connection.createSession()) {
                var first = durable
                        ? one.createSharedDurableConsumer(topic, "work")
                        : one.createSharedConsumer(topic, "work");
                var second = durable
                        ? two.createSharedDurableConsumer(topic, "work")
                        : two.createSharedConsumer(topic, "work");
                publish("a", "b");

                var received = new ArrayList<>(List.of(receive(first), receive(second)));

                assertThat(received).containsExactlyInAnyOrder("a", "b");
                assertNothingComes(first);
                assertNothingComes(second);
            }
        }
        assertThat(broker.subscriptions("news"))
                .extracting(io.penstock.Subscription::name)
                .containsExactly("jms..work..shared");
    }

    @Test
    void shouldKeepSharedAndUnsharedDurableSubscriptionsApart() throws JMSException {
        session.createDurableConsumer(topic, "ledger").close();

        assertThatThrownBy(() -> session.createSharedDurableConsumer(topic, "ledger"))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("not shared");
    }

    @Test
    void shouldMoveADurableSubscriptionToAnotherTopicWhenNobodyUsesIt() throws JMSException {
        var other = session.createTopic("other");
        var consumer = session.createSharedDurableConsumer(topic, "ledger");
        assertThatThrownBy(() -> session.createSharedDurableConsumer(other, "ledger"))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("'news'");
        consumer.close();

        session.createSharedDurableConsumer(other, "ledger");

        assertThat(broker.subscriptions("news")).isEmpty();
        assertThat(broker.subscriptions("other")).hasSize(1);
    }

    @Test
    void shouldUnsubscribeWhenNobodyUsesTheSubscription() throws JMSException {
        var client = this.client.createSession(CLIENT_ACKNOWLEDGE);
        var consumer = client.createDurableConsumer(topic, "ledger");
        publish("a");
        var message = consumer.receive(PATIENCE_MILLIS);
        assertThatThrownBy(() -> client.unsubscribe("ledger")).isInstanceOf(JMSException.class);
        consumer.close();
        assertThatThrownBy(() -> client.unsubscribe("ledger"))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("not acknowledged");
        message.acknowledge();

        client.unsubscribe("ledger");

        assertThat(broker.subscriptions("news")).isEmpty();
        assertThatThrownBy(() -> client.unsubscribe("ledger")).isInstanceOf(InvalidDestinationException.class);
    }

    @Test
    void shouldWantAClientIdentifierForUnsharedDurableSubscriptions() throws JMSException {
        try (var anonymous = connection.createSession()) {
            assertThatThrownBy(() -> anonymous.createDurableConsumer(topic, "ledger"))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void shouldGiveAClientIdentifierToOneConnectionAtATime() throws JMSException {
        try (var second = factory.createConnection()) {
            assertThatThrownBy(() -> second.setClientID("billing")).isInstanceOf(InvalidClientIDException.class);
            assertThatThrownBy(() -> second.setClientID("")).isInstanceOf(InvalidClientIDException.class);
            client.close();
            second.setClientID("billing");
            assertThat(second.getClientID()).isEqualTo("billing");
            assertThatThrownBy(() -> second.setClientID("other")).isInstanceOf(IllegalStateException.class);
        }
        assertThatThrownBy(() -> connection.setClientID("late")).isInstanceOf(IllegalStateException.class);
        var configured = new PenstockConnectionFactory(broker, JmsOptions.DEFAULT.withClientId("fixed"));
        try (var third = configured.createConnection()) {
            assertThat(third.getClientID()).isEqualTo("fixed");
            assertThatThrownBy(() -> third.setClientID("other")).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void shouldKeepTheDomainsOfTheOlderInterfacesApart() throws JMSException {
        try (var queues = factory.createQueueConnection();
                var topics = factory.createTopicConnection()) {
            var queueSession = queues.createQueueSession(false, AUTO_ACKNOWLEDGE);
            var topicSession = topics.createTopicSession(false, AUTO_ACKNOWLEDGE);
            queues.start();
            topics.start();
            assertThatThrownBy(() -> queueSession.createTopic("t")).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> queueSession.createDurableConsumer(topic, "d"))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> queueSession.unsubscribe("d")).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> topicSession.createQueue("q")).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> topicSession.createBrowser(new PenstockQueue("q")))
                    .isInstanceOf(IllegalStateException.class);

            assertThatThrownBy(() -> queues.createSharedConnectionConsumer(topic, "s", null, null, 1))
                    .isInstanceOf(IllegalStateException.class);

            var subscriber = topicSession.createSubscriber(topic);
            topicSession.createPublisher(topic).publish(topicSession.createTextMessage("t"));
            assertThat(receive(subscriber)).isEqualTo("t");
            assertThat(subscriber.getTopic()).isEqualTo(topic);
            var queue = queueSession.createQueue("q");
            queueSession.createSender(queue).send(queueSession.createTextMessage("q"));
            assertThat(receive(queueSession.createReceiver(queue))).isEqualTo("q");
        }
    }
}
