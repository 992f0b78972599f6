package io.penstock.jms.message;

import io.penstock.Durability;
import io.penstock.jms.destination.PenstockDestination;
import io.penstock.jms.spec.Failures;
import io.penstock.jms.spec.HeaderNames;
import io.penstock.spi.EngineMessage;

import java.time.Instant;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;

/** Turns a message whose header fields the producer has set into a message of the broker. */
public final class MessageEncoder {

    private MessageEncoder() {}

    /** @param origin the connection that sends the message to a topic; null for a queue */
    public static io.penstock.Message encode(PenstockMessage message, PenstockDestination to, String origin)
            throws JMSException {
        var out = EngineMessage.to(to.name())
                .generatedId(message.getJMSMessageID())
                .timestamp(Instant.ofEpochMilli(message.getJMSTimestamp()))
                .body(message.encodedBody());
        properties(message.properties(), out);
        header(message, out);
        if (origin != null) {
            out.header(HeaderNames.ORIGIN, origin);
        }
        if (message.getJMSDeliveryTime() > message.getJMSTimestamp()) {
            out.deliverAt(Instant.ofEpochMilli(message.getJMSDeliveryTime()));
        }
        if (message.getJMSDeliveryMode() == DeliveryMode.NON_PERSISTENT) {
            out.header(HeaderNames.DELIVERY_MODE, Integer.toString(DeliveryMode.NON_PERSISTENT));
            // Such a message is delivered at most once, at the lowest cost (section 7.7).
            out.durability(Durability.MEMORY);
        }
        return out.build();
    }

    private static void header(PenstockMessage message, io.penstock.Message.Builder out) throws JMSException {
        out.header(HeaderNames.KIND, message.kind().label());
        if (message.getJMSCorrelationIDAsBytes() != null) {
            out.header(HeaderNames.CORRELATION_ID, message.getJMSCorrelationIDAsBytes());
        }
        if (message.getJMSType() != null) {
            out.header(HeaderNames.TYPE, WholeText.require(message.getJMSType(), HeaderNames.TYPE));
        }
        if (message.getJMSReplyTo() != null) {
            out.header(HeaderNames.REPLY_TO, replyTo(message.getJMSReplyTo()).toString());
        }
        out.priority(message.getJMSPriority());
        if (message.getJMSExpiration() != 0) {
            out.expiresAt(Instant.ofEpochMilli(message.getJMSExpiration()));
        }
    }

    private static PenstockDestination replyTo(Destination destination) throws JMSException {
        try {
            return PenstockDestination.own(destination);
        } catch (InvalidDestinationException e) {
            throw Failures.caused(
                    Failures.invalidDestination(HeaderNames.REPLY_TO + " cannot be used: " + e.getMessage()), e);
        }
    }

    private static void properties(MessageProperties all, io.penstock.Message.Builder out)
            throws MessageFormatException {
        var properties = all.asMap();
        for (var property : properties.entrySet()) {
            var name = property.getKey();
            var value = property.getValue();
            if (all.isSent(name)) {
                out.header(
                        name,
                        value instanceof String text
                                ? WholeText.require(text, "The property '" + name + "'")
                                : text(value));
            }
        }
        String types = PropertyTypes.describe(all);
        if (!types.isEmpty()) {
            out.header(HeaderNames.PROPERTY_TYPES, types);
        }
        // A group becomes the key of the message, so that it stays in one partition, in order.
        if (properties.get(MessageProperties.GROUP_ID) instanceof String group) {
            out.key(group);
        }
        if (properties.get(MessageProperties.ROUTING_KEY) instanceof String routingKey) {
            out.routingKey(routingKey);
        }
    }

    private static String text(Object value) {
        return value == null ? "" : value.toString();
    }
}
