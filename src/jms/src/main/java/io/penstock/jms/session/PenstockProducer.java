package io.penstock.jms.session;

import io.penstock.jms.destination.PenstockDestination;
import io.penstock.jms.spec.Failures;

import jakarta.jms.CompletionListener;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueSender;
import jakarta.jms.Topic;
import jakarta.jms.TopicPublisher;

/** Sends messages to one destination, or to the one that each call names (chapter 7). */
final class PenstockProducer implements QueueSender, TopicPublisher {

    private final PenstockSession session;

    /** The destination; null if each call names one. */
    private final PenstockDestination destination;

    private SendOptions options = SendOptions.DEFAULT;
    private boolean withoutMessageId;
    private boolean withoutTimestamp;
    private boolean closed;

    PenstockProducer(PenstockSession session, PenstockDestination destination) {
        this.session = session;
        this.destination = destination;
    }

    @Override
    public void send(Message message) throws JMSException {
        session.outbox().send(message, own(), options);
    }

    @Override
    public void send(Message message, int mode, int priority, long lifeMillis) throws JMSException {
        session.outbox().send(message, own(), options.with(mode, priority, lifeMillis));
    }

    @Override
    public void send(Destination to, Message message) throws JMSException {
        session.outbox().send(message, named(to), options);
    }

    @Override
    public void send(Destination to, Message message, int mode, int priority, long lifeMillis) throws JMSException {
        session.outbox().send(message, named(to), options.with(mode, priority, lifeMillis));
    }

    @Override
    public void send(Message message, CompletionListener listener) throws JMSException {
        session.outbox().send(message, own(), options, listener);
    }

    @Override
    public void send(Message message, int mode, int priority, long lifeMillis, CompletionListener listener)
            throws JMSException {
        session.outbox().send(message, own(), options.with(mode, priority, lifeMillis), listener);
    }

    @Override
    public void send(Destination to, Message message, CompletionListener listener) throws JMSException {
        session.outbox().send(message, named(to), options, listener);
    }

    @Override
    public void send(
            Destination to, Message message, int mode, int priority, long lifeMillis, CompletionListener listener)
            throws JMSException {
        session.outbox().send(message, named(to), options.with(mode, priority, lifeMillis), listener);
    }

    @Override
    public void send(Queue to, Message message) throws JMSException {
        send((Destination) to, message);
    }

    @Override
    public void send(Queue to, Message message, int mode, int priority, long lifeMillis) throws JMSException {
        send((Destination) to, message, mode, priority, lifeMillis);
    }

    @Override
    public void publish(Message message) throws JMSException {
        send(message);
    }

    @Override
    public void publish(Message message, int mode, int priority, long lifeMillis) throws JMSException {
        send(message, mode, priority, lifeMillis);
    }

    @Override
    public void publish(Topic to, Message message) throws JMSException {
        send((Destination) to, message);
    }

    @Override
    public void publish(Topic to, Message message, int mode, int priority, long lifeMillis) throws JMSException {
        send((Destination) to, message, mode, priority, lifeMillis);
    }

    private PenstockDestination own() throws JMSException {
        requireOpen();
        if (destination == null) {
            throw new UnsupportedOperationException("This producer has no destination: name one with each message.");
        }
        return destination;
    }

    private Destination named(Destination to) throws JMSException {
        requireOpen();
        if (destination != null) {
            throw new UnsupportedOperationException("This producer sends to " + destination + " and nowhere else.");
        }
        return to;
    }

    /** Keeps this hint without effect: every message gets its id (section 3.4.3 allows that). */
    @Override
    public void setDisableMessageID(boolean disabled) throws JMSException {
        requireOpen();
        withoutMessageId = disabled;
    }

    @Override
    public boolean getDisableMessageID() throws JMSException {
        requireOpen();
        return withoutMessageId;
    }

    /** Keeps this hint without effect. */
    @Override
    public void setDisableMessageTimestamp(boolean disabled) throws JMSException {
        requireOpen();
        withoutTimestamp = disabled;
    }

    @Override
    public boolean getDisableMessageTimestamp() throws JMSException {
        requireOpen();
        return withoutTimestamp;
    }

    /**
     * Sets the delivery mode. With {@link DeliveryMode#NON_PERSISTENT} a send does not wait until the message is
     * written, and the message may be lost with the process.
     */
    @Override
    public void setDeliveryMode(int mode) throws JMSException {
        requireOpen();
        options = options.withDeliveryMode(mode);
    }

    @Override
    public int getDeliveryMode() throws JMSException {
        requireOpen();
        return options.deliveryMode();
    }

    @Override
    public void setPriority(int priority) throws JMSException {
        requireOpen();
        options = options.withPriority(priority);
    }

    @Override
    public int getPriority() throws JMSException {
        requireOpen();
        return options.priority();
    }

    @Override
    public void setTimeToLive(long lifeMillis) throws JMSException {
        requireOpen();
        options = options.withTimeToLive(lifeMillis);
    }

    @Override
    public long getTimeToLive() throws JMSException {
        requireOpen();
        return options.timeToLiveMillis();
    }

    @Override
    public void setDeliveryDelay(long delayMillis) throws JMSException {
        requireOpen();
        options = options.withDeliveryDelay(delayMillis);
    }

    @Override
    public long getDeliveryDelay() throws JMSException {
        requireOpen();
        return options.deliveryDelayMillis();
    }

    @Override
    public Destination getDestination() throws JMSException {
        requireOpen();
        return destination;
    }

    @Override
    public Queue getQueue() throws JMSException {
        requireOpen();
        return destination instanceof Queue queue ? queue : null;
    }

    @Override
    public Topic getTopic() throws JMSException {
        requireOpen();
        return destination instanceof Topic topic ? topic : null;
    }

    /** Waits for asynchronous sends and their listeners. */
    @Override
    public void close() throws JMSException {
        if (!closed) {
            session.drainAsyncSends("close its producer");
            closed = true;
        }
    }

    private void requireOpen() throws JMSException {
        if (closed || session.isClosed()) {
            throw Failures.closed("producer");
        }
    }
}
