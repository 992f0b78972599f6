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
 * Makes messages for a container that consumes from a broker without connections and sessions, as for message-driven
 * beans. It is safe for use by any thread.
 */
public final class ContainerMessages {

    private final MessageDecoder decoder;
    private final InstantSource clock;

    public ContainerMessages(JmsOptions options, InstantSource clock) {
        decoder = new MessageDecoder(new TrustedClasses(options.trustedClasses()));
        this.clock = clock;
    }

    /**
     * Reads the message of a delivery as a listener gets it. It is read-only, and the container acknowledges it,
     * whatever the listener calls.
     *
     * @param from a queue or topic of any provider
     * @return null if the message has expired, so that nobody may see it
     * @throws jakarta.jms.MessageFormatException if headers or body cannot be read
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
     * The name of a subscription in the broker, so that sessions and containers mean the same one.
     *
     * @param clientId the client identifier; null for none
     */
    public static String subscription(String clientId, String name, boolean durable, boolean shared) {
        var kind = durable ? shared ? Kind.SHARED_DURABLE : Kind.DURABLE : shared ? Kind.SHARED : Kind.NON_DURABLE;
        return new SubscriptionName(kind, clientId, name).inBroker();
    }
}
