package io.penstock.jms.session;

import io.penstock.conformance.tool.ManualClock;
import io.penstock.jms.JmsFixture;
import io.penstock.jms.PenstockConnectionFactory;
import io.penstock.jms.spec.Unchecked;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;

import static jakarta.jms.Session.AUTO_ACKNOWLEDGE;
import static jakarta.jms.Session.CLIENT_ACKNOWLEDGE;
import static jakarta.jms.Session.DUPS_OK_ACKNOWLEDGE;
import static jakarta.jms.Session.SESSION_TRANSACTED;
import static org.assertj.core.api.Assertions.assertThat;

/** Messages that wait at a consumer ahead of its client: nobody may notice, except by the clock. */
@Timeout(JmsFixture.HANG_SECONDS)
class PrefetchTest extends JmsFixture {

    /** Enough for a consumer to hold a good number of the messages that follow. */
    private static final int TAKEN = 200;

    private static final int SENT = 400;

    /** Stands still: so the client always takes messages briskly, however busy this machine is. */
    private final ManualClock clock = new ManualClock();

    private Connection brisk;

    @BeforeEach
    void connect() throws JMSException {
        brisk = new PenstockConnectionFactory(broker, JmsOptions.DEFAULT, clock, Thread::new).createConnection();
        brisk.start();
        send("orders", texts(0, SENT).toArray(String[]::new));
    }

    @AfterEach
    void disconnect() throws JMSException {
        brisk.close();
    }

    private static List<String> texts(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "m" + i).toList();
    }

    private long acquired() {
        return broker.statistics("orders").subscriptions().get(0).acquired();
    }

    /** Waits until the consumer has so many: it asks for more than its client has seen, and they come in time. */
    private void awaitAcquired(long least) {
        Awaitility.await().until(() -> acquired() >= least);
    }

    private static void assertNext(MessageConsumer consumer, String text, int delivery) throws JMSException {
        Message next = consumer.receive(PATIENCE_MILLIS);
        assertThat(text(next)).isEqualTo(text);
        assertThat(next.getIntProperty("JMSXDeliveryCount")).as(text).isEqualTo(delivery);
        assertThat(next.getJMSRedelivered()).as(text).isEqualTo(delivery > 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {AUTO_ACKNOWLEDGE, DUPS_OK_ACKNOWLEDGE})
    void shouldGiveBackUncountedWhatTheClientHasNotSeen(int mode) throws JMSException {
        var session = brisk.createSession(mode);
        var consumer = session.createConsumer(session.createQueue("orders"));
        assertThat(receive(consumer, TAKEN)).isEqualTo(texts(0, TAKEN));
        awaitAcquired(1);

        consumer.close();

        var next = session(AUTO_ACKNOWLEDGE).createConsumer(session.createQueue("orders"));
        for (int i = TAKEN; i < SENT; i++) {
            assertNext(next, "m" + i, 1);
        }
        assertThat(next.receiveNoWait()).isNull();
    }

    @Test
    void shouldHoldNoMoreThanItsLimitAndAShareOfWhatItsClientTook() throws JMSException {
        var session = brisk.createSession(CLIENT_ACKNOWLEDGE);
        var consumer = session.createConsumer(session.createQueue("orders"));

        for (int i = 1; i <= TAKEN; i++) {
            receive(consumer);
            assertThat(acquired()).isLessThanOrEqualTo(i + i / PrefetchWindow.SHARE);
        }
    }

    @Test
    void shouldDeliverWhatIsRolledBackBeforeWhatWaits() throws JMSException {
        var session = brisk.createSession(SESSION_TRANSACTED);
        var consumer = session.createConsumer(session.createQueue("orders"));
        receive(consumer, TAKEN);
        session.commit();
        assertThat(receive(consumer, 3)).isEqualTo(texts(TAKEN, TAKEN + 3));
        awaitAcquired(4);

        session.rollback();

        for (int i = TAKEN; i < SENT; i++) {
            assertNext(consumer, "m" + i, i < TAKEN + 3 ? 2 : 1);
        }
        session.commit();
        assertThat(waiting("orders")).isZero();
    }

    @Test
    void shouldDeliverWhatIsRecoveredBeforeWhatWaits() throws JMSException {
        var session = brisk.createSession(CLIENT_ACKNOWLEDGE);
        var consumer = session.createConsumer(session.createQueue("orders"));
        receive(consumer, TAKEN);
        awaitAcquired(TAKEN + 1);

        session.recover();

        for (int i = 0; i < SENT; i++) {
            assertNext(consumer, "m" + i, i < TAKEN ? 2 : 1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {AUTO_ACKNOWLEDGE, DUPS_OK_ACKNOWLEDGE})
    void shouldRedeliverWhatAListenerFailedOnBeforeWhatWaits(int mode) throws JMSException {
        var seen = new CopyOnWriteArrayList<String>();
        var session = brisk.createSession(mode);
        session.createConsumer(session.createQueue("orders"))
                .setMessageListener(message -> Unchecked.run(() -> {
                    seen.add(text(message));
                    if (text(message).equals("m" + TAKEN) && !message.getJMSRedelivered()) {
                        awaitAcquired(2);
                        throw new JMSException("expected by the test");
                    }
                    assertThat(message.getJMSRedelivered())
                            .isEqualTo(text(message).equals("m" + TAKEN));
                }));

        Awaitility.await().until(() -> waiting("orders") == 0);

        var expected = new java.util.ArrayList<>(texts(0, SENT));
        expected.add(TAKEN, "m" + TAKEN);
        assertThat(seen).isEqualTo(expected);
    }

    @Test
    void shouldKeepANonDurableSubscriptionWhenItsOnlyConsumerRollsBack() throws JMSException {
        var session = brisk.createSession(SESSION_TRANSACTED);
        var topic = session.createTopic("news");
        var consumer = session.createConsumer(topic);
        try (var publishing = session(AUTO_ACKNOWLEDGE)) {
            var producer = publishing.createProducer(topic);
            for (String text : texts(0, SENT)) {
                producer.send(publishing.createTextMessage(text));
            }
        }
        receive(consumer, TAKEN);
        session.commit();
        receive(consumer);

        session.rollback();

        assertNext(consumer, "m" + TAKEN, 2);
        assertThat(receive(consumer, SENT - TAKEN - 1)).isEqualTo(texts(TAKEN + 1, SENT));
    }

    @Test
    void shouldCommitWhatAClosedConsumerHadReceivedAndLeaveTheRestToTheNext() throws JMSException {
        var session = brisk.createSession(SESSION_TRANSACTED);
        var consumer = session.createConsumer(session.createQueue("orders"));
        receive(consumer, TAKEN);
        consumer.close();
        var next = session.createConsumer(session.createQueue("orders"));

        assertThat(receive(next, SENT - TAKEN)).isEqualTo(texts(TAKEN, SENT));
        session.commit();

        assertThat(waiting("orders")).isZero();
    }
}
