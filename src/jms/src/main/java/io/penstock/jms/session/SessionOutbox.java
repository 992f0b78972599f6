package io.penstock.jms.session;

import io.penstock.Times;
import io.penstock.jms.destination.PenstockTopic;
import io.penstock.jms.message.ForeignMessages;
import io.penstock.jms.message.MessageEncoder;
import io.penstock.jms.spec.Failures;

import java.util.concurrent.CompletableFuture;
import jakarta.jms.CompletionListener;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;

/**
 * Sends the messages of one session. It sets the header fields that the provider sets, and passes messages to the
 * broker or to the transaction.
 */
public final class SessionOutbox {

    private final PenstockConnection connection;
    private final Provider provider;
    private final SessionWork work;
    private final AsyncSends async;

    SessionOutbox(PenstockConnection connection, Provider provider, SessionWork work, AsyncSends async) {
        this.connection = connection;
        this.provider = provider;
        this.work = work;
        this.async = async;
    }

    /** Sends a message. When this returns, the message is durable, or part of the session's transaction. */
    public void send(Message message, Destination destination, SendOptions options) throws JMSException {
        var encoded = prepare(message, destination, options);
        try {
            if (work.isTransacted()) {
                work.send(encoded);
            } else {
                provider.broker().send(encoded);
            }
        } catch (RuntimeException e) {
            throw Failures.of(e);
        }
    }

    /** Sends a message asynchronously. The listener is told the outcome, in the order of sends. */
    public void send(Message message, Destination destination, SendOptions options, CompletionListener listener)
            throws JMSException {
        if (listener == null) {
            throw new IllegalArgumentException("An asynchronous send needs a CompletionListener.");
        }
        var encoded = prepare(message, destination, options);
        try {
            if (work.isTransacted()) {
                work.send(encoded);
                async.add(CompletableFuture.completedFuture(null), message, listener);
            } else {
                async.add(provider.broker().sendAsync(encoded), message, listener);
            }
        } catch (RuntimeException e) {
            throw Failures.of(e);
        }
    }

    private io.penstock.Message prepare(Message message, Destination destination, SendOptions options)
            throws JMSException {
        if (message == null) {
            throw Failures.format("There is no message to send.");
        }
        var to = provider.destinations().target(destination);
        var own = ForeignMessages.own(message, provider.trusted());
        long now = provider.clock().millis();
        own.setJMSDestination(to);
        own.setJMSDeliveryMode(options.deliveryMode());
        own.setJMSPriority(options.priority());
        own.setJMSMessageID(provider.ids().nextMessageId());
        own.setJMSTimestamp(now);
        own.setJMSDeliveryTime(Times.sum(now, options.deliveryDelayMillis()));
        if (options.deliveryMode() == DeliveryMode.NON_PERSISTENT && !work.isTransacted()) {
            provider.volatileSends()
                    .sending(provider.destinations().isExchange(to) ? VolatileSends.SOMEWHERE : to.name());
        }
        own.setJMSExpiration(options.expirationMillis(now));
        var encoded = MessageEncoder.encode(own, to, to instanceof PenstockTopic ? connection.origin() : null);
        ForeignMessages.tellHeader(own, message);
        return encoded;
    }
}
