package io.penstock.jms;

import io.penstock.Delivery;
import io.penstock.jms.destination.PenstockDestination;
import io.penstock.jms.message.MessageDecoder;
import io.penstock.jms.message.TrustedClasses;
import io.penstock.jms.session.JmsOptions;
import io.penstock.jms.subscription.SubscriptionName;
import io.penstock.jms.subscription.SubscriptionName.Kind;

import java.time.InstantSource;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;

/**
 * Makes messages for a container that consumes from a broker itself, without connections and sessions, as for
 * message-driven beans. Safe for use by any thread.
 */
public final class ContainerMessages {

    private final MessageDecoder decoder;
    private final InstantSource clock;

    public ContainerMessages(JmsOptions options, InstantSource clock) {
        decoder = new MessageDecoder(new TrustedClasses(options.trustedClasses()));
        this.clock = clock;
    }

    /**
     * The message as a listener gets it: read-only, and acknowledged by the container, whatever the listener calls.
     *
     * @param from a queue or topic of whichever provider
     * @return null if it has expired, and nobody is to see it
     * @throws jakarta.jms.MessageFormatException if headers or body are not what they say
     */
    public Message read(Delivery delivery, Destination from) throws JMSException {
        long expiration = MessageDecoder.expirationOf(delivery.message());
        if (expiration != 0 && expiration <= clock.millis()) {
            return null;
        }
        var message = decoder.decode(delivery, PenstockDestination.own(from));
        message.received(() -> {});
        return message;
    }

    /**
     * Gives the name of a subscription in the broker, so that sessions and containers mean the same one.
     *
     * @param clientId null for none
     */
    public static String subscription(String clientId, String name, boolean durable, boolean shared) {
        var kind = durable ? shared ? Kind.SHARED_DURABLE : Kind.DURABLE : shared ? Kind.SHARED : Kind.NON_DURABLE;
        return new SubscriptionName(kind, clientId, name).inBroker();
    }
}
