package io.penstock.jms;

import io.penstock.Broker;
import io.penstock.Durability;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.conformance.BrokerFactory;
import io.penstock.conformance.BrokerUnderTest;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.young.JournalOptions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;

import static org.assertj.core.api.Assertions.assertThat;

/** A broker on a directory of its own, and a started connection to it. */
public abstract class JmsFixture {

    /** Long enough for a machine that is busy with other things; a test that passes never waits so long. */
    public static final long PATIENCE_MILLIS = 60_000;

    /** After so long a test hangs, on however slow a machine. */
    public static final long HANG_SECONDS = 600;

    /** How long a test looks for a message that must not come. */
    public static final long GLANCE_MILLIS = 150;

    /** Files that are made in a moment; what a test sends fits into one. */
    private static final LogOptions SMALL_FILES = LogOptions.of(new JournalOptions(16 << 20, 8 << 20, 64 << 20, 50));

    private static final BrokerFactory EMBEDDED = (directory, clock) -> EmbeddedBroker.open(
            BrokerOptions.in(directory).withDurability(Durability.OS).withLog(SMALL_FILES), clock);

    static {
        Awaitility.setDefaultTimeout(Duration.ofMillis(PATIENCE_MILLIS));
    }

    @TempDir
    Path directory;

    public Broker broker;
    public PenstockConnectionFactory factory;
    public Connection connection;

    @BeforeEach
    void open() throws JMSException {
        broker = BrokerUnderTest.open(directory, InstantSource.system(), EMBEDDED);
        factory = new PenstockConnectionFactory(broker);
        connection = factory.createConnection();
        connection.start();
    }

    @AfterEach
    void close() throws JMSException {
        connection.close();
        broker.close();
    }

    /** Closes everything and opens the same directory again. */
    public void restart() throws JMSException {
        close();
        open();
    }

    public Session session(int mode) throws JMSException {
        return connection.createSession(mode);
    }

    public void send(String queue, String... texts) throws JMSException {
        try (var session = connection.createSession()) {
            var producer = session.createProducer(session.createQueue(queue));
            for (String text : texts) {
                producer.send(session.createTextMessage(text));
            }
        }
    }

    public static String receive(MessageConsumer consumer) throws JMSException {
        return text(consumer.receive(PATIENCE_MILLIS));
    }

    public static List<String> receive(MessageConsumer consumer, int count) throws JMSException {
        var texts = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            texts.add(receive(consumer));
        }
        return texts;
    }

    public static String text(Message message) throws JMSException {
        assertThat(message).as("a message within %s ms", PATIENCE_MILLIS).isNotNull();
        return ((TextMessage) message).getText();
    }

    public static void assertNothingComes(MessageConsumer consumer) throws JMSException {
        assertThat(consumer.receive(GLANCE_MILLIS)).isNull();
    }

    /** Asks without waiting until a message is there: on a busy machine, one that was sent may be on its way still. */
    public static String receiveNoWait(MessageConsumer consumer) throws JMSException {
        return text(Awaitility.await().pollInSameThread().until(consumer::receiveNoWait, Objects::nonNull));
    }

    /** Messages of a queue that nobody has settled. */
    public long waiting(String queue) {
        return broker.statistics(queue).subscriptions().get(0).waiting();
    }
}
