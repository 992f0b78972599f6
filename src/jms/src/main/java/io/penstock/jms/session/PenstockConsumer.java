package io.penstock.jms.session;

import io.penstock.DeadLetterReason;
import io.penstock.Delivery;
import io.penstock.jms.destination.PenstockDestination;
import io.penstock.jms.message.MessageDecoder;
import io.penstock.jms.message.PenstockMessage;
import io.penstock.jms.spec.Failures;
import io.penstock.jms.subscription.Selector;
import io.penstock.spi.HandlerScope;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageListener;
import jakarta.jms.Queue;
import jakarta.jms.QueueReceiver;
import jakarta.jms.Topic;
import jakarta.jms.TopicSubscriber;

/** Receives messages from a queue or from a topic's subscription (chapter 8). */
public final class PenstockConsumer implements QueueReceiver, TopicSubscriber {

    private static final Logger LOG = Logger.getLogger(PenstockConsumer.class);

    /**
     * The time that receiveNoWait waits for a message that the broker counts. The broker's thread has to hand it over,
     * which is "immediately available" for the client all the same.
     */
    private static final long HANDOVER_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final PenstockSession session;
    private final PenstockDestination destination;
    private final Selector selector;
    private final ConsumerInbox inbox;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile MessageListener listener;

    PenstockConsumer(PenstockSession session, PenstockDestination destination, Selector selector, ConsumerInbox inbox) {
        this.session = session;
        this.destination = destination;
        this.selector = selector;
        this.inbox = inbox;
    }

    /** Turns a message into what the client gets. */
    private interface Reading<R> {
        R of(PenstockMessage message) throws JMSException;
    }

    @Override
    public Message receive() throws JMSException {
        return receive(Long.MAX_VALUE, message -> message);
    }

    @Override
    public Message receive(long timeoutMillis) throws JMSException {
        return receive(nanos(timeoutMillis), message -> message);
    }

    @Override
    public Message receiveNoWait() throws JMSException {
        return receive(0, message -> message);
    }

    /**
     * Receives a body. If a message comes whose body is of another type, or cannot be read, then in a mode that
     * acknowledges at once the message has not been received: it is the next one to be received. In a transaction, and
     * where the client acknowledges, it has been received all the same.
     *
     * @param timeoutMillis the longest wait; 0 for no limit
     */
    public <T> T receiveBody(long timeoutMillis, Class<T> body) throws JMSException {
        return receive(nanos(timeoutMillis), message -> message.requireBody(body));
    }

    public <T> T receiveBodyNoWait(Class<T> body) throws JMSException {
        return receive(0, message -> message.requireBody(body));
    }

    private static long nanos(long timeoutMillis) throws JMSException {
        if (timeoutMillis < 0) {
            throw Failures.invalid("A time-out must not be negative; it is " + timeoutMillis + " ms.");
        }
        return timeoutMillis == 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    }

    private <R> R receive(long timeoutNanos, Reading<R> reading) throws JMSException {
        requireOpen();
        if (listener != null) {
            throw Failures.illegalState("This consumer has a message listener: it cannot receive as well.");
        }
        inbox.requireReceiver();
        inbox.receiving(true);
        try {
            session.work().awaitEnoughAcceptances();
            session.work().requireRoom();
            return takeReadable(timeoutNanos, reading);
        } catch (InterruptedException e) {
            throw Failures.interrupted(e);
        } catch (RuntimeException e) {
            throw Failures.of(e);
        } finally {
            inbox.receiving(false);
        }
    }

    private <R> R takeReadable(long timeoutNanos, Reading<R> reading) throws JMSException, InterruptedException {
        long start = System.nanoTime();
        while (true) {
            long remaining = timeoutNanos == Long.MAX_VALUE ? timeoutNanos : timeoutNanos - (System.nanoTime() - start);
            var delivery = timeoutNanos == 0 ? takeAvailable() : inbox.take(remaining);
            if (delivery == null) {
                return null;
            }
            var message = open(delivery);
            if (message != null) {
                return hand(message, delivery, reading);
            }
        }
    }

    private Delivery takeAvailable() throws InterruptedException {
        var arrived = inbox.poll();
        if (arrived != null || !session.mayDeliver()) {
            return arrived;
        }
        long onItsWay = session.provider()
                .volatileSends()
                .onItsWayNanos(inbox.member().options().destination());
        if (somethingWaits()) {
            return inbox.take(Math.max(HANDOVER_NANOS, onItsWay));
        }
        return onItsWay > 0 ? inbox.take(onItsWay) : null;
    }

    /**
     * Whether messages wait in the subscription. The selector of another consumer may want all of them: then a receive
     * waits in vain, but not long.
     */
    private boolean somethingWaits() {
        var options = inbox.member().options();
        return session.provider().broker().statistics(options.destination()).subscriptions().stream()
                .anyMatch(found -> found.name().equals(options.subscription())
                        && found.waiting() > found.scheduled() + found.acquired());
    }

    private <R> R hand(PenstockMessage message, Delivery delivery, Reading<R> reading) throws JMSException {
        try {
            var read = read(message, delivery, reading);
            session.work().received(this, delivery);
            session.provider().observer().received(List.of(delivery));
            return read;
        } catch (RuntimeException e) {
            // The transaction that the message was to be part of has ended meanwhile: nobody has consumed it.
            delivery.releaseAsync(Duration.ZERO, false);
            throw e;
        }
    }

    private <R> R read(PenstockMessage message, Delivery delivery, Reading<R> reading) throws JMSException {
        try {
            return reading.of(message);
        } catch (JMSException e) {
            if (session.work().acceptsForGood()) {
                // The message counts as not received: the next call gets it, and that is no redelivery.
                inbox.putBack(delivery);
            } else {
                session.work().received(this, delivery);
            }
            throw e;
        }
    }

    /**
     * Makes the message of a delivery. If the message has expired or cannot be read, it is settled and the result is
     * null.
     */
    private PenstockMessage open(Delivery delivery) throws JMSException {
        try {
            var arrived = delivery.message();
            long expiration = MessageDecoder.expirationOf(arrived);
            if (expiration != 0 && expiration <= session.provider().clock().millis()) {
                LOG.debugf("Message %s has expired", arrived.id());
                Failures.await(delivery.acceptAsync());
                return null;
            }
            var message = session.provider().decoder().decode(delivery, destination);
            message.received(session::acknowledge);
            return message;
        } catch (MessageFormatException e) {
            LOG.warnf(
                    "Message %s of %s becomes a dead letter: %s",
                    delivery.message().id(), destination, e.getMessage());
            Failures.await(delivery.rejectAsync(DeadLetterReason.UNREADABLE, e.getMessage(), e));
            return null;
        }
    }

    /**
     * Gives a delivery to the listener, on the session's thread.
     *
     * @return the problem that the connection's exception listener is to be told, or null
     */
    JMSException handle(Delivery delivery) {
        var handler = listener;
        if (handler == null) {
            inbox.putBack(delivery);
            return null;
        }
        try {
            session.work().requireRoom();
        } catch (JMSException e) {
            // Requests stop until the client sets its listener again: it must not hold more messages than it can
            // settle.
            inbox.listening(false);
            inbox.putBack(delivery);
            return e;
        }
        try {
            var message = open(delivery);
            if (message != null) {
                session.work().handling(this, delivery);
                session.work().handled(this, delivery, !run(handler, message, delivery));
            }
            return null;
        } catch (JMSException | RuntimeException e) {
            return Failures.of(e);
        }
    }

    private boolean run(MessageListener handler, PenstockMessage message, Delivery delivery) {
        var handling = session.provider().observer().begin(List.of(delivery));
        Throwable failure = null;
        try {
            HandlerScope.with(delivery, () -> {
                handler.onMessage(message);
                return null;
            });
            return true;
        } catch (Throwable e) {
            failure = e;
            // Errors are caught too, because the session's other messages must go on, and this one must be settled.
            LOG.warnf(
                    e,
                    "The listener on %s failed on message %s",
                    destination,
                    delivery.message().id());
            return false;
        } finally {
            // The session decides later what becomes of the message.
            handling.ended(failure, null);
            handling.returned();
            // The interrupt is cleared before the message is settled, which may wait.
            Thread.interrupted();
        }
    }

    @Override
    public void close() throws JMSException {
        if (closed.compareAndSet(false, true)) {
            var untaken = inbox.close();
            session.closed(this);
            try {
                session.work().leave(this, inbox.member(), untaken);
            } catch (RuntimeException e) {
                throw Failures.of(e);
            }
        }
    }

    ConsumerInbox inbox() {
        return inbox;
    }

    @Override
    public MessageListener getMessageListener() throws JMSException {
        requireOpen();
        return listener;
    }

    @Override
    public void setMessageListener(MessageListener handler) throws JMSException {
        requireOpen();
        listener = handler;
        inbox.listening(handler != null);
        if (handler != null) {
            session.startListening();
        }
    }

    @Override
    public String getMessageSelector() throws JMSException {
        requireOpen();
        return selector.text();
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

    @Override
    public boolean getNoLocal() throws JMSException {
        requireOpen();
        return selector.noLocal();
    }

    private void requireOpen() throws JMSException {
        if (closed.get() || session.isClosed()) {
            throw Failures.closed("consumer");
        }
    }
}
