package io.penstock.jms.session;

import io.penstock.Destination;
import io.penstock.Ordering;
import io.penstock.Subscription;
import io.penstock.jms.JmsFixture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;

import static org.assertj.core.api.Assertions.assertThat;

/** A session may have several messages of a group that it has not settled, and nobody else has any of it meanwhile. */
@Timeout(JmsFixture.HANG_SECONDS)
class UnsettledGroupTest extends JmsFixture {

    private static final Xid BRANCH = new Xid() {

        @Override
        public int getFormatId() {
            return 131_077;
        }

        @Override
        public byte[] getGlobalTransactionId() {
            return new byte[] {1};
        }

        @Override
        public byte[] getBranchQualifier() {
            return new byte[] {1};
        }
    };

    private Session sending;

    @BeforeEach
    void openSender() throws JMSException {
        sending = session(Session.AUTO_ACKNOWLEDGE);
    }

    private void sendGroup(String group, String... texts) throws JMSException {
        for (String text : texts) {
            sendOne(group, text, "none", Message.DEFAULT_PRIORITY);
        }
    }

    private void sendOne(String group, String text, String color, int priority) throws JMSException {
        var message = sending.createTextMessage(text);
        message.setStringProperty("JMSXGroupID", group);
        message.setStringProperty("color", color);
        sending.createProducer(sending.createQueue("orders"))
                .send(message, Message.DEFAULT_DELIVERY_MODE, priority, Message.DEFAULT_TIME_TO_LIVE);
    }

    private static MessageConsumer consumer(Session session) throws JMSException {
        return consumer(session, null);
    }

    private static MessageConsumer consumer(Session session, String selector) throws JMSException {
        return session.createConsumer(session.createQueue("orders"), selector);
    }

    private static void assertRedelivered(MessageConsumer consumer, String... texts) throws JMSException {
        for (String text : texts) {
            var message = consumer.receive(PATIENCE_MILLIS);
            assertThat(text(message)).isEqualTo(text);
            assertThat(message.getJMSRedelivered()).as(text).isTrue();
            assertThat(message.getIntProperty("JMSXDeliveryCount")).as(text).isEqualTo(2);
        }
    }

    @Test
    void shouldReceiveSeveralOfAGroupInOneTransactionWhichNobodyElseGets() throws JMSException {
        sendGroup("g", "a", "b", "c", "d");
        var session = session(Session.SESSION_TRANSACTED);
        var consumer = consumer(session);
        assertThat(receive(consumer, 3)).containsExactly("a", "b", "c");
        var other = consumer(session(Session.AUTO_ACKNOWLEDGE));
        assertNothingComes(other);

        session.rollback();
        assertNothingComes(other);
        assertRedelivered(consumer, "a", "b", "c");
        assertThat(receive(consumer)).isEqualTo("d");
        session.commit();
        assertThat(waiting("orders")).isZero();
    }

    @Test
    void shouldReceiveSeveralOfAGroupBeforeTheyAreAcknowledged() throws JMSException {
        sendGroup("g", "a", "b", "c", "d");
        var session = session(Session.CLIENT_ACKNOWLEDGE);
        var consumer = consumer(session);
        assertThat(receive(consumer, 3)).containsExactly("a", "b", "c");

        session.recover();
        assertRedelivered(consumer, "a", "b", "c");
        var last = consumer.receive(PATIENCE_MILLIS);
        assertThat(text(last)).isEqualTo("d");
        last.acknowledge();
        assertThat(waiting("orders")).isZero();
    }

    @Test
    void shouldReceiveSeveralOfAGroupInOneBranchWhichIsRolledBack() throws Exception {
        sendGroup("g", "a", "b", "c");
        try (var xa = factory.createXAConnection()) {
            xa.start();
            var session = xa.createXASession();
            var consumer = consumer(session);
            session.getXAResource().start(BRANCH, XAResource.TMNOFLAGS);
            assertThat(receive(consumer, 2)).containsExactly("a", "b");
            session.getXAResource().end(BRANCH, XAResource.TMSUCCESS);
            session.getXAResource().prepare(BRANCH);
            var other = consumer(session(Session.AUTO_ACKNOWLEDGE));
            assertNothingComes(other);

            session.getXAResource().rollback(BRANCH);
            assertRedelivered(consumer, "a", "b");
            assertThat(receive(consumer)).isEqualTo("c");
        }
    }

    @Test
    void shouldBringAGroupInOrderToAnotherConsumerWhenTheSessionThatHasItCloses() throws JMSException {
        sendGroup("g", "a", "b", "c", "d");
        var session = session(Session.SESSION_TRANSACTED);
        assertThat(receive(consumer(session), 2)).containsExactly("a", "b");
        var other = consumer(session(Session.AUTO_ACKNOWLEDGE));
        assertNothingComes(other);

        session.close();
        assertRedelivered(other, "a", "b");
        assertThat(receive(other, 2)).containsExactly("c", "d");
    }

    @Test
    void shouldGoOnWithAGroupWhenAConsumerIsClosedInTheMiddleOfATransaction() throws JMSException {
        sendGroup("g", "a", "b", "c");
        var session = session(Session.SESSION_TRANSACTED);
        for (String text : List.of("a", "b", "c")) {
            try (var consumer = consumer(session)) {
                assertThat(receive(consumer)).isEqualTo(text);
            }
        }
        session.rollback();
        assertThat(receive(consumer(session), 3)).containsExactly("a", "b", "c");
        session.commit();
    }

    @Test
    void shouldNotLetAMessageForAnotherSelectorHoldUpItsGroup() throws JMSException {
        var session = session(Session.CLIENT_ACKNOWLEDGE);
        var red = consumer(session, "color = 'red'");
        var blue = consumer(session(Session.SESSION_TRANSACTED), "color = 'blue'");
        for (int i = 0; i < 3; i++) {
            sendOne("g", "red " + i, "red", 4);
            sendOne("g", "blue " + i, "blue", 4);
        }
        assertThat(receive(blue, 2)).containsExactly("blue 0", "blue 1");
        assertThat(receive(red, 3)).containsExactly("red 0", "red 1", "red 2");
        assertThat(receive(blue)).isEqualTo("blue 2");
        assertNothingComes(red);
    }

    @Test
    void shouldBringWhatWasRolledBackThoughAnotherSelectorHasLaterMessagesOfItsGroup() throws JMSException {
        var odd = session(Session.SESSION_TRANSACTED);
        var red = consumer(odd, "color = 'red'");
        var even = session(Session.SESSION_TRANSACTED);
        var blue = consumer(even, "color = 'blue'");
        sendOne("g", "red 1", "red", 4);
        sendOne("g", "blue 2", "blue", 4);
        sendOne("g", "red 3", "red", 4);
        assertThat(receive(red)).isEqualTo("red 1");
        assertThat(receive(blue)).isEqualTo("blue 2");

        odd.rollback();

        assertThat(receive(red, 2)).containsExactly("red 1", "red 3");
        odd.commit();
        even.commit();
        assertThat(waiting("orders")).isZero();
    }

    @Test
    void shouldKeepTheOrderOfAGroupWithinAPriority() throws JMSException {
        sendOne("g", "low a", "none", 0);
        sendOne("g", "low b", "none", 0);
        sendOne("g", "high a", "none", 9);
        sendOne("g", "high b", "none", 9);
        var session = session(Session.SESSION_TRANSACTED);
        var consumer = consumer(session);
        assertThat(receive(consumer, 3)).containsExactly("high a", "high b", "low a");

        session.rollback();
        assertRedelivered(consumer, "high a", "high b", "low a");
        assertThat(receive(consumer)).isEqualTo("low b");
        session.commit();
    }

    @Test
    void shouldGiveAGroupOfASharedSubscriptionToOneOfItsConsumers() throws JMSException {
        var topic = sending.createTopic("prices");
        var session = session(Session.SESSION_TRANSACTED);
        var consumer = session.createSharedConsumer(topic, "s");
        var other = session(Session.AUTO_ACKNOWLEDGE).createSharedConsumer(topic, "s");
        var producer = sending.createProducer(topic);
        for (String text : List.of("a", "b", "c")) {
            var message = sending.createTextMessage(text);
            message.setStringProperty("JMSXGroupID", "g");
            producer.send(message);
        }
        assertThat(receive(consumer, 2)).containsExactly("a", "b");
        assertNothingComes(other);
        session.close();
        assertThat(receive(other, 3)).containsExactly("a", "b", "c");
    }

    @Test
    void shouldShareWhatIsOfNoGroup() throws JMSException {
        send("orders", "a", "b", "c");
        var first = consumer(session(Session.SESSION_TRANSACTED));
        var second = consumer(session(Session.SESSION_TRANSACTED));

        assertThat(receive(first)).isEqualTo("a");
        assertThat(receive(second)).isEqualTo("b");
        assertThat(receive(first)).isEqualTo("c");
    }

    @Test
    void shouldLeaveTheOrderOfAQueueThatExistsAsItIs() throws JMSException {
        broker.declare(Destination.queue("orders").partitions(1).build());
        sendGroup("g", "a", "b");
        assertThat(receive(consumer(session(Session.SESSION_TRANSACTED)))).isEqualTo("a");
        assertThat(receive(consumer(session(Session.AUTO_ACKNOWLEDGE)))).isEqualTo("b");
        assertThat(broker.subscriptions("orders"))
                .extracting(Subscription::ordering)
                .containsExactly(Ordering.NONE);
    }

    @Test
    void shouldFindTheOrderAgainAfterARestart() throws JMSException {
        sendGroup("g", "a", "b", "c");
        restart();
        openSender();
        var session = session(Session.SESSION_TRANSACTED);
        assertThat(receive(consumer(session), 2)).containsExactly("a", "b");
        assertNothingComes(consumer(session(Session.AUTO_ACKNOWLEDGE)));
        session.commit();
    }
}
