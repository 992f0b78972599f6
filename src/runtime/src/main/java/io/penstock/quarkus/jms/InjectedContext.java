package io.penstock.quarkus.jms;

import java.io.Serializable;
import java.util.function.Supplier;
import jakarta.jms.BytesMessage;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.Destination;
import jakarta.jms.ExceptionListener;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.StreamMessage;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;

/**
 * The context that is injected. It passes calls to the context of the current transaction or request, and refuses those
 * that are the container's business (section 12.4.4 of the specification).
 */
final class InjectedContext implements JMSContext {

    private final Supplier<JMSContext> current;

    InjectedContext(Supplier<JMSContext> current) {
        this.current = current;
    }

    private static IllegalStateRuntimeException managed(String method) {
        return new IllegalStateRuntimeException("An injected JMSContext is the container's: " + method
                + " is not for its user. Make a context of a ConnectionFactory to call it.");
    }

    @Override
    public JMSContext createContext(int sessionMode) {
        throw managed("createContext");
    }

    @Override
    public void setClientID(String id) {
        throw managed("setClientID");
    }

    @Override
    public void setExceptionListener(ExceptionListener listener) {
        throw managed("setExceptionListener");
    }

    @Override
    public void start() {
        throw managed("start");
    }

    @Override
    public void stop() {
        throw managed("stop");
    }

    @Override
    public void setAutoStart(boolean automatically) {
        throw managed("setAutoStart");
    }

    @Override
    public void close() {
        throw managed("close");
    }

    @Override
    public void commit() {
        throw managed("commit");
    }

    @Override
    public void rollback() {
        throw managed("rollback");
    }

    @Override
    public void recover() {
        throw managed("recover");
    }

    @Override
    public void acknowledge() {
        throw managed("acknowledge");
    }

    @Override
    public JMSProducer createProducer() {
        return current.get().createProducer();
    }

    @Override
    public ConnectionMetaData getMetaData() {
        return current.get().getMetaData();
    }

    @Override
    public ExceptionListener getExceptionListener() {
        return current.get().getExceptionListener();
    }

    @Override
    public String getClientID() {
        return current.get().getClientID();
    }

    @Override
    public boolean getAutoStart() {
        return current.get().getAutoStart();
    }

    @Override
    public BytesMessage createBytesMessage() {
        return current.get().createBytesMessage();
    }

    @Override
    public MapMessage createMapMessage() {
        return current.get().createMapMessage();
    }

    @Override
    public Message createMessage() {
        return current.get().createMessage();
    }

    @Override
    public ObjectMessage createObjectMessage() {
        return current.get().createObjectMessage();
    }

    @Override
    public ObjectMessage createObjectMessage(Serializable object) {
        return current.get().createObjectMessage(object);
    }

    @Override
    public StreamMessage createStreamMessage() {
        return current.get().createStreamMessage();
    }

    @Override
    public TextMessage createTextMessage() {
        return current.get().createTextMessage();
    }

    @Override
    public TextMessage createTextMessage(String text) {
        return current.get().createTextMessage(text);
    }

    @Override
    public boolean getTransacted() {
        return current.get().getTransacted();
    }

    @Override
    public int getSessionMode() {
        return current.get().getSessionMode();
    }

    @Override
    public JMSConsumer createConsumer(Destination destination) {
        return current.get().createConsumer(destination);
    }

    @Override
    public JMSConsumer createConsumer(Destination destination, String selector) {
        return current.get().createConsumer(destination, selector);
    }

    @Override
    public JMSConsumer createConsumer(Destination destination, String selector, boolean noLocal) {
        return current.get().createConsumer(destination, selector, noLocal);
    }

    @Override
    public JMSConsumer createDurableConsumer(Topic topic, String name) {
        return current.get().createDurableConsumer(topic, name);
    }

    @Override
    public JMSConsumer createDurableConsumer(Topic topic, String name, String selector, boolean noLocal) {
        return current.get().createDurableConsumer(topic, name, selector, noLocal);
    }

    @Override
    public JMSConsumer createSharedDurableConsumer(Topic topic, String name) {
        return current.get().createSharedDurableConsumer(topic, name);
    }

    @Override
    public JMSConsumer createSharedDurableConsumer(Topic topic, String name, String selector) {
        return current.get().createSharedDurableConsumer(topic, name, selector);
    }

    @Override
    public JMSConsumer createSharedConsumer(Topic topic, String name) {
        return current.get().createSharedConsumer(topic, name);
    }

    @Override
    public JMSConsumer createSharedConsumer(Topic topic, String name, String selector) {
        return current.get().createSharedConsumer(topic, name, selector);
    }

    @Override
    public Queue createQueue(String name) {
        return current.get().createQueue(name);
    }

    @Override
    public Topic createTopic(String name) {
        return current.get().createTopic(name);
    }

    @Override
    public QueueBrowser createBrowser(Queue queue) {
        return current.get().createBrowser(queue);
    }

    @Override
    public QueueBrowser createBrowser(Queue queue, String selector) {
        return current.get().createBrowser(queue, selector);
    }

    @Override
    public TemporaryQueue createTemporaryQueue() {
        return current.get().createTemporaryQueue();
    }

    @Override
    public TemporaryTopic createTemporaryTopic() {
        return current.get().createTemporaryTopic();
    }

    @Override
    public void unsubscribe(String name) {
        current.get().unsubscribe(name);
    }
}
