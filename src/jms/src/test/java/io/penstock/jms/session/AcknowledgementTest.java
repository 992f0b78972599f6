package io.penstock.jms.session;

import io.penstock.EngineLimit;
import io.penstock.Subscription;
import io.penstock.jms.JmsFixture;
import io.penstock.jms.PenstockConnectionFactory;
import io.penstock.jms.spec.Unchecked;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.InstantSource;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.ResourceAllocationException;

import static jakarta.jms.Session.AUTO_ACKNOWLEDGE;
import static jakarta.jms.Session.CLIENT_ACKNOWLEDGE;
import static jakarta.jms.Session.DUPS_OK_ACKNOWLEDGE;
import static jakarta.jms.Session.SESSION_TRANSACTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(JmsFixture.HANG_SECONDS)
class AcknowledgementTest extends JmsFixture {

    @ParameterizedTest
    @ValueSource(ints = {AUTO_ACKNOWLEDGE, DUPS_OK_ACKNOWLEDGE})
    void shouldAcknowledgeByItself(int mode) throws JMSException {
        send("orders", "a");
        try (var session = session(mode)) {
            var message = session.createConsumer(session.createQueue("orders")).receive(PATIENCE_MILLIS);
            message.acknowledge();
            session.recover();
            Awaitility.await().until(() -> waiting("orders") == 0);
        }
    }

    @Test
    void shouldAcknowledgeAllThatTheSessionConsumedWhenTheClientSaysSo() throws JMSException {
        send("orders", "a", "b", "c");
        try (var session = session(CLIENT_ACKNOWLEDGE)) {
            var consumer = session.createConsumer(session.createQueue("orders"));
            consumer.receive(PATIENCE_MILLIS);
            var second = consumer.receive(PATIENCE_MILLIS);
            assertThat(waiting("orders")).isEqualTo(3);

            second.acknowledge();

            assertThat(waiting("orders")).isEqualTo(1);
            assertThat(receive(consumer)).isEqualTo("c");
        }
        assertThat(waiting("orders")).isEqualTo(1);
    }

    @Test
    void shouldRedeliverInOrderAfterRecover() throws JMSException {
        send("orders", "a", "b", "c", "d");
        try (var session = session(CLIENT_ACKNOWLEDGE)) {
            var consumer = session.createConsumer(session.createQueue("orders"));
            assertThat(receive(consumer, 3)).containsExactly("a", "b", "c");

            session.recover();

            for (String expected : new String[] {"a", "b", "c"}) {
                var again = consumer.receive(PATIENCE_MILLIS);
                assertThat(text(again)).isEqualTo(expected);
                assertThat(again.getJMSRedelivered()).isTrue();
                assertThat(again.getIntProperty("JMSXDeliveryCount")).isEqualTo(2);
            }
            var fresh = consumer.receive(PATIENCE_MILLIS);
            assertThat(text(fresh)).isEqualTo("d");
            assertThat(fresh.getJMSRedelivered()).isFalse();
        }
    }

    @Test
    void shouldRedeliverToOthersWhatAClosedSessionDidNotAcknowledge() throws JMSException {
        send("orders", "a", "b");
        try (var session = session(CLIENT_ACKNOWLEDGE)) {
            assertThat(receive(session.createConsumer(session.createQueue("orders"))))
                    .isEqualTo("a");
        }
        try (var session = session(AUTO_ACKNOWLEDGE)) {
            var again = session.createConsumer(session.createQueue("orders")).receive(PATIENCE_MILLIS);
            assertThat(text(again)).isEqualTo("a");
            assertThat(again.getJMSRedelivered()).isTrue();
        }
    }

    @Test
    void shouldAcknowledgeWhatAClosedConsumerHadReceived() throws JMSException {
        send("orders", "a", "b");
        try (var session = session(CLIENT_ACKNOWLEDGE)) {
            var queue = session.createQueue("orders");
            var consumer = session.createConsumer(queue);
            var message = consumer.receive(PATIENCE_MILLIS);
            consumer.close();
            assertThat(receive(session.createConsumer(queue))).isEqualTo("b");

            message.acknowledge();

            assertThat(waiting("orders")).isZero();
        }
    }

    @Test
    void shouldNotAcknowledgeOnAClosedSession() throws JMSException {
        send("orders", "a");
        Message message;
        try (var session = session(CLIENT_ACKNOWLEDGE)) {
            message = session.createConsumer(session.createQueue("orders")).receive(PATIENCE_MILLIS);
        }
        assertThatThrownBy(message::acknowledge).isInstanceOf(IllegalStateException.class);
        assertThat(waiting("orders")).isEqualTo(1);
    }

    @Test
    void shouldShowNothingOfATransactionBeforeItsCommit() throws JMSException {
        try (var session = session(SESSION_TRANSACTED);
                var other = session(AUTO_ACKNOWLEDGE)) {
            var out = session.createProducer(session.createQueue("out"));
            var message = session.createTextMessage("x");
            out.send(message);
            assertThat(message.getJMSMessageID()).startsWith("ID:");
            var consumer = other.createConsumer(other.createQueue("out"));
            assertNothingComes(consumer);

            session.commit();

            var received = consumer.receive(PATIENCE_MILLIS);
            assertThat(text(received)).isEqualTo("x");
            assertThat(received.getJMSMessageID()).isEqualTo(message.getJMSMessageID());
        }
    }

    @Test
    void shouldMoveAMessageOrNotAsAWhole() throws JMSException {
        send("in", "a", "b");
        try (var session = session(SESSION_TRANSACTED)) {
            var consumer = session.createConsumer(session.createQueue("in"));
            var producer = session.createProducer(session.createQueue("out"));

            producer.send(consumer.receive(PATIENCE_MILLIS));
            session.rollback();

            assertThat(waiting("out")).isZero();
            assertThat(waiting("in")).isEqualTo(2);
            var again = consumer.receive(PATIENCE_MILLIS);
            assertThat(text(again)).isEqualTo("a");
            assertThat(again.getJMSRedelivered()).isTrue();
            producer.send(again);
            session.commit();

            assertThat(waiting("out")).isEqualTo(1);
            assertThat(waiting("in")).isEqualTo(1);
            assertThat(receive(consumer)).isEqualTo("b");
        }
        assertThat(waiting("in")).as("closing rolls back").isEqualTo(1);
    }

    @Test
    void shouldRedeliverInOrderAndCountAfterRollback() throws JMSException {
        send("orders", "a", "b", "c");
        try (var session = session(SESSION_TRANSACTED)) {
            var consumer = session.createConsumer(session.createQueue("orders"));
            for (int round = 1; round <= 3; round++) {
                for (String expected : new String[] {"a", "b", "c"}) {
                    var message = consumer.receive(PATIENCE_MILLIS);
                    assertThat(text(message)).isEqualTo(expected);
                    assertThat(message.getJMSRedelivered()).isEqualTo(round > 1);
                    assertThat(message.getIntProperty("JMSXDeliveryCount")).isEqualTo(round);
                }
                session.rollback();
            }
        }
    }

    @Test
    void shouldCommitWhatAClosedConsumerHadReceived() throws JMSException {
        send("orders", "a", "b");
        try (var session = session(SESSION_TRANSACTED)) {
            var consumer = session.createConsumer(session.createQueue("orders"));
            assertThat(receive(consumer)).isEqualTo("a");
            consumer.close();

            session.commit();

            assertThat(waiting("orders")).isEqualTo(1);
        }
    }

    @Test
    void shouldKeepTransactionCallsAndRecoverApart() throws JMSException {
        try (var transacted = session(SESSION_TRANSACTED);
                var plain = session(AUTO_ACKNOWLEDGE)) {
            assertThatThrownBy(transacted::recover).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(plain::commit).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(plain::rollback).isInstanceOf(IllegalStateException.class);
            transacted.commit();
            transacted.rollback();
            assertThat(transacted.getTransacted()).isTrue();
            assertThat(plain.getAcknowledgeMode()).isEqualTo(AUTO_ACKNOWLEDGE);
        }
    }

    @Test
    void shouldKeepACommittedTransactionThroughARestart() throws JMSException {
        send("in", "a");
        try (var session = session(SESSION_TRANSACTED)) {
            session.createProducer(session.createQueue("out"))
                    .send(session.createConsumer(session.createQueue("in")).receive(PATIENCE_MILLIS));
            session.commit();
        }

        restart();

        assertThat(waiting("in")).isZero();
        assertThat(waiting("out")).isEqualTo(1);
    }

    @Test
    void shouldMakeADeadLetterOfWhatIsRolledBackForEver() throws JMSException {
        send("orders", "poison", "good");
        try (var session = session(SESSION_TRANSACTED)) {
            var consumer = session.createConsumer(session.createQueue("orders"));
            for (int i = 0; i < Subscription.DEFAULT_MAX_DELIVERIES; i++) {
                assertThat(receive(consumer)).isEqualTo("poison");
                session.rollback();
            }

            assertThat(receive(consumer)).isEqualTo("good");
            assertThat(receive(session.createConsumer(session.createQueue("orders.dlq"))))
                    .isEqualTo("poison");
        }
    }

    @Test
    void shouldAcknowledgeManyWithoutWaitingForEach() throws JMSException {
        String[] texts = IntStream.range(0, 600).mapToObj(i -> "m" + i).toArray(String[]::new);
        send("orders", texts);
        try (var session = session(DUPS_OK_ACKNOWLEDGE)) {
            assertThat(receive(session.createConsumer(session.createQueue("orders")), texts.length))
                    .containsExactly(texts);
        }
        assertThat(waiting("orders")).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldHaveAsManyAcknowledgementsUnderWayAsTheOptionsSay(boolean listening) throws Exception {
        var texts = IntStream.range(0, 100).mapToObj(i -> "m" + i).toList();
        send("orders", texts.toArray(String[]::new));
        var relaxed = new PenstockConnectionFactory(broker, JmsOptions.DEFAULT.withUnconfirmedAcknowledgements(7));
        var seen = new CopyOnWriteArrayList<String>();
        var most = new AtomicLong();
        try (var context = relaxed.createContext()) {
            var consumer = context.createConsumer(context.createQueue("orders"));
            jakarta.jms.MessageListener take = message -> {
                seen.add(Unchecked.call(() -> text(message)));
                long unsettled = waiting("orders") - (texts.size() - seen.size());
                most.accumulateAndGet(unsettled, Math::max);
            };
            if (listening) {
                consumer.setMessageListener(take);
                Awaitility.await().until(() -> seen.size() == texts.size());
            } else {
                texts.forEach(text -> take.onMessage(consumer.receive(PATIENCE_MILLIS)));
            }
        }

        assertThat(seen).isEqualTo(texts);
        assertThat(most.get()).as("taken and not settled").isBetween(1L, 8L);
        assertThat(waiting("orders")).as("closing waits for the last ones").isZero();
        assertThatThrownBy(() -> JmsOptions.DEFAULT.withUnconfirmedAcknowledgements(0))
                .hasMessageContaining("unconfirmedAcknowledgements = 0");
        assertThatThrownBy(() -> JmsOptions.DEFAULT.withPrefetch(10_001)).hasMessageContaining("prefetch = 10001");
    }

    @Test
    void shouldRefuseToConsumeMoreThanCouldEverBeSettled() throws JMSException {
        var work = new SessionWork(
                Provider.of(broker, JmsOptions.DEFAULT, InstantSource.system(), Thread::new),
                SESSION_TRANSACTED,
                new DeliveryGate());
        long most =
                broker.capabilities().limit(EngineLimit.TRANSACTION_OPERATIONS).orElseThrow();
        for (int i = 0; i < most; i++) {
            work.requireRoom();
            work.received(this, null);
        }

        assertThatThrownBy(work::requireRoom)
                .isInstanceOf(ResourceAllocationException.class)
                .hasMessageContaining("commit or roll back");
    }
}
