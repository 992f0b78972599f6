package io.penstock.jms.context;

import io.penstock.jms.session.PenstockConnection;
import io.penstock.jms.session.PenstockConsumer;
import io.penstock.jms.session.PenstockSession;
import io.penstock.jms.spec.Domain;
import io.penstock.jms.spec.Failures;
import io.penstock.jms.spec.Unchecked;

import java.io.Serializable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import jakarta.jms.BytesMessage;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.Destination;
import jakarta.jms.ExceptionListener;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.StreamMessage;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;

/**
 * A connection and a session in one object. Contexts that are made from one another share the connection (section 2.8).
 */
public class PenstockContext implements JMSContext {

    private final PenstockConnection connection;
    private final PenstockSession session;

    /** The number of open contexts that share the connection, which is closed with the last one. */
    private final AtomicInteger sharers;

    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean autoStart = true;

    PenstockContext(PenstockConnection connection, PenstockSession session, AtomicInteger sharers) {
        this.connection = connection;
        this.session = session;
        this.sharers = sharers;
        sharers.incrementAndGet();
    }

    /** Makes the first context of a connection. If that fails, the connection is closed. */
    public static PenstockContext open(PenstockConnection connection, int mode) throws JMSException {
        try {
            return new PenstockContext(connection, session(connection, mode), new AtomicInteger());
        } catch (JMSException e) {
            connection.close();
            throw e;
        }
    }

    private static PenstockSession session(PenstockConnection connection, int mode) throws JMSException {
        return connection.openSession(mode, Domain.ANY, false);
    }

    @Override
    public JMSContext createContext(int sessionMode) {
        return Unchecked.call(() -> {
            var sharer = new PenstockContext(open(), session(connection, sessionMode), sharers);
            connection.used();
            return sharer;
        });
    }

    @Override
    public JMSProducer createProducer() {
        return Unchecked.call(() -> {
            requireOpen();
            connection.used();
            return new PenstockJmsProducer(session);
        });
    }

    @Override
    public String getClientID() {
        return Unchecked.call(() -> open().getClientID());
    }

    @Override
    public void setClientID(String id) {
        Unchecked.run(() -> open().setClientID(id));
    }

    @Override
    public ConnectionMetaData getMetaData() {
        return Unchecked.call(() -> open().getMetaData());
    }

    @Override
    public ExceptionListener getExceptionListener() {
        return Unchecked.call(() -> open().getExceptionListener());
    }

    @Override
    public void setExceptionListener(ExceptionListener listener) {
        Unchecked.run(() -> open().setExceptionListener(listener));
    }

    @Override
    public void start() {
        Unchecked.run(() -> open().start());
    }

    @Override
    public void stop() {
        Unchecked.run(() -> open().stop());
    }

    @Override
    public void setAutoStart(boolean automatically) {
        autoStart = automatically;
    }

    @Override
    public boolean getAutoStart() {
        return autoStart;
    }

    @Override
    public void close() {
        Unchecked.run(() -> {
            if (closed.get()) {
                return;
            }
            session.close();
            if (closed.compareAndSet(false, true) && sharers.decrementAndGet() == 0) {
                connection.close();
            }
        });
    }

    @Override
    public BytesMessage createBytesMessage() {
        return Unchecked.call(session::createBytesMessage);
    }

    @Override
    public MapMessage createMapMessage() {
        return Unchecked.call(session::createMapMessage);
    }

    @Override
    public Message createMessage() {
        return Unchecked.call(session::createMessage);
    }

    @Override
    public ObjectMessage createObjectMessage() {
        return Unchecked.call(() -> session.createObjectMessage());
    }

    @Override
    public ObjectMessage createObjectMessage(Serializable object) {
        return Unchecked.call(() -> session.createObjectMessage(object));
    }

    @Override
    public StreamMessage createStreamMessage() {
        return Unchecked.call(session::createStreamMessage);
    }

    @Override
    public TextMessage createTextMessage() {
        return Unchecked.call(() -> session.createTextMessage());
    }

    @Override
    public TextMessage createTextMessage(String text) {
        return Unchecked.call(() -> session.createTextMessage(text));
    }

    @Override
    public boolean getTransacted() {
        return Unchecked.call(session::getTransacted);
    }

    @Override
    public int getSessionMode() {
        return Unchecked.call(session::getAcknowledgeMode);
    }

    @Override
    public void commit() {
        Unchecked.run(session::commit);
    }

    @Override
    public void rollback() {
        Unchecked.run(session::rollback);
    }

    @Override
    public void recover() {
        Unchecked.run(session::recover);
    }

    @Override
    public void acknowledge() {
        Unchecked.run(session::acknowledge);
    }

    private JMSConsumer consumer(Unchecked.Call<? extends MessageConsumer> creation) {
        return Unchecked.call(() -> {
            var consumer = new PenstockJmsConsumer((PenstockConsumer) creation.call());
            connection.used();
            startIfAutomatic();
            return consumer;
        });
    }

    private void startIfAutomatic() throws JMSException {
        if (autoStart) {
            connection.start();
        }
    }

    @Override
    public JMSConsumer createConsumer(Destination destination) {
        return consumer(() -> session.createConsumer(destination));
    }

    @Override
    public JMSConsumer createConsumer(Destination destination, String selector) {
        return consumer(() -> session.createConsumer(destination, selector));
    }

    @Override
    public JMSConsumer createConsumer(Destination destination, String selector, boolean noLocal) {
        return consumer(() -> session.createConsumer(destination, selector, noLocal));
    }

    @Override
    public JMSConsumer createDurableConsumer(Topic topic, String name) {
        return consumer(() -> session.createDurableConsumer(topic, name));
    }

    @Override
    public JMSConsumer createDurableConsumer(Topic topic, String name, String selector, boolean noLocal) {
        return consumer(() -> session.createDurableConsumer(topic, name, selector, noLocal));
    }

    @Override
    public JMSConsumer createSharedDurableConsumer(Topic topic, String name) {
        return consumer(() -> session.createSharedDurableConsumer(topic, name));
    }

    @Override
    public JMSConsumer createSharedDurableConsumer(Topic topic, String name, String selector) {
        return consumer(() -> session.createSharedDurableConsumer(topic, name, selector));
    }

    @Override
    public JMSConsumer createSharedConsumer(Topic topic, String name) {
        return consumer(() -> session.createSharedConsumer(topic, name));
    }

    @Override
    public JMSConsumer createSharedConsumer(Topic topic, String name, String selector) {
        return consumer(() -> session.createSharedConsumer(topic, name, selector));
    }

    @Override
    public Queue createQueue(String name) {
        return Unchecked.call(() -> session.createQueue(name));
    }

    @Override
    public Topic createTopic(String name) {
        return Unchecked.call(() -> session.createTopic(name));
    }

    @Override
    public QueueBrowser createBrowser(Queue queue) {
        return createBrowser(queue, null);
    }

    @Override
    public QueueBrowser createBrowser(Queue queue, String selector) {
        return Unchecked.call(() -> {
            var browser = session.createBrowser(queue, selector);
            connection.used();
            startIfAutomatic();
            return browser;
        });
    }

    @Override
    public TemporaryQueue createTemporaryQueue() {
        return Unchecked.call(() -> {
            connection.used();
            return session.createTemporaryQueue();
        });
    }

    @Override
    public TemporaryTopic createTemporaryTopic() {
        return Unchecked.call(() -> {
            connection.used();
            return session.createTemporaryTopic();
        });
    }

    @Override
    public void unsubscribe(String name) {
        Unchecked.run(() -> {
            connection.used();
            session.unsubscribe(name);
        });
    }

    private PenstockConnection open() throws JMSException {
        requireOpen();
        return connection;
    }

    /** Refuses calls after this context was closed: the shared connection may still be open for others. */
    private void requireOpen() throws JMSException {
        if (closed.get()) {
            throw Failures.closed("context");
        }
    }
}
