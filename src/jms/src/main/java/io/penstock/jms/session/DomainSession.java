package io.penstock.jms.session;

import io.penstock.jms.message.MessageKind;
import io.penstock.jms.message.PenstockMessage;

import java.io.Serializable;
import jakarta.jms.BytesMessage;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.QueueReceiver;
import jakarta.jms.QueueSender;
import jakarta.jms.QueueSession;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import jakarta.jms.TopicPublisher;
import jakarta.jms.TopicSession;
import jakarta.jms.TopicSubscriber;

/**
 * Implements the shorter forms of a session's methods, and the names of JMS 1.0 for queues and topics, by the general
 * methods.
 */
public interface DomainSession extends QueueSession, TopicSession {

    @Override
    PenstockProducer createProducer(Destination destination) throws JMSException;

    @Override
    PenstockConsumer createConsumer(Destination destination, String selector, boolean noLocal) throws JMSException;

    @Override
    PenstockConsumer createDurableConsumer(Topic topic, String name, String selector, boolean noLocal)
            throws JMSException;

    /** Makes an empty message of that kind. */
    PenstockMessage newMessage(MessageKind kind) throws JMSException;

    @Override
    default Message createMessage() throws JMSException {
        return newMessage(MessageKind.MESSAGE);
    }

    @Override
    default TextMessage createTextMessage() throws JMSException {
        return (TextMessage) newMessage(MessageKind.TEXT);
    }

    @Override
    default BytesMessage createBytesMessage() throws JMSException {
        return (BytesMessage) newMessage(MessageKind.BYTES);
    }

    @Override
    default MapMessage createMapMessage() throws JMSException {
        return (MapMessage) newMessage(MessageKind.MAP);
    }

    @Override
    default StreamMessage createStreamMessage() throws JMSException {
        return (StreamMessage) newMessage(MessageKind.STREAM);
    }

    @Override
    default ObjectMessage createObjectMessage() throws JMSException {
        return (ObjectMessage) newMessage(MessageKind.OBJECT);
    }

    @Override
    default ObjectMessage createObjectMessage(Serializable object) throws JMSException {
        var message = createObjectMessage();
        message.setObject(object);
        return message;
    }

    @Override
    default TextMessage createTextMessage(String text) throws JMSException {
        var message = createTextMessage();
        message.setText(text);
        return message;
    }

    @Override
    default MessageConsumer createConsumer(Destination destination) throws JMSException {
        return createConsumer(destination, null, false);
    }

    @Override
    default MessageConsumer createConsumer(Destination destination, String selector) throws JMSException {
        return createConsumer(destination, selector, false);
    }

    @Override
    default MessageConsumer createSharedConsumer(Topic topic, String name) throws JMSException {
        return createSharedConsumer(topic, name, null);
    }

    @Override
    default MessageConsumer createDurableConsumer(Topic topic, String name) throws JMSException {
        return createDurableConsumer(topic, name, null, false);
    }

    @Override
    default MessageConsumer createSharedDurableConsumer(Topic topic, String name) throws JMSException {
        return createSharedDurableConsumer(topic, name, null);
    }

    @Override
    default TopicSubscriber createDurableSubscriber(Topic topic, String name) throws JMSException {
        return createDurableConsumer(topic, name, null, false);
    }

    @Override
    default TopicSubscriber createDurableSubscriber(Topic topic, String name, String selector, boolean noLocal)
            throws JMSException {
        return createDurableConsumer(topic, name, selector, noLocal);
    }

    @Override
    default QueueBrowser createBrowser(Queue queue) throws JMSException {
        return createBrowser(queue, null);
    }

    @Override
    default QueueReceiver createReceiver(Queue queue) throws JMSException {
        return createConsumer(queue, null, false);
    }

    @Override
    default QueueReceiver createReceiver(Queue queue, String selector) throws JMSException {
        return createConsumer(queue, selector, false);
    }

    @Override
    default QueueSender createSender(Queue queue) throws JMSException {
        return createProducer(queue);
    }

    @Override
    default TopicSubscriber createSubscriber(Topic topic) throws JMSException {
        return createConsumer(topic, null, false);
    }

    @Override
    default TopicSubscriber createSubscriber(Topic topic, String selector, boolean noLocal) throws JMSException {
        return createConsumer(topic, selector, noLocal);
    }

    @Override
    default TopicPublisher createPublisher(Topic topic) throws JMSException {
        return createProducer(topic);
    }
}
