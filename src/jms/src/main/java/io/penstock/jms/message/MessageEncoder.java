package io.penstock.jms.message;

import io.penstock.Durability;
import io.penstock.Headers;
import io.penstock.jms.destination.PenstockDestination;
import io.penstock.jms.spec.HeaderNames;
import io.penstock.spi.EngineMessage;

import java.time.Instant;
import java.util.Map;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;

/** Turns a message whose header fields the producer has set into one that the broker carries. */
public final class MessageEncoder {

    private MessageEncoder() {}

    /** @param origin whose connection sends it to a topic; null for a queue */
    public static io.penstock.Message encode(PenstockMessage message, PenstockDestination to, String origin)
            throws JMSException {
        var out = EngineMessage.to(to.name())
                .generatedId(message.getJMSMessageID())
                .timestamp(Instant.ofEpochMilli(message.getJMSTimestamp()))
                .body(message.encodedBody());
        properties(message.properties().asMap(), out);
        header(message, out);
        if (origin != null) {
            out.header(HeaderNames.ORIGIN, origin);
        }
        if (message.getJMSDeliveryTime() > message.getJMSTimestamp()) {
            out.deliverAt(Instant.ofEpochMilli(message.getJMSDeliveryTime()));
        }
        if (message.getJMSDeliveryMode() == DeliveryMode.NON_PERSISTENT) {
            out.header(HeaderNames.DELIVERY_MODE, Integer.toString(DeliveryMode.NON_PERSISTENT));
            // At most once, at the lowest price (section 7.7).
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
            out.header(HeaderNames.TYPE, message.getJMSType());
        }
        if (message.getJMSReplyTo() != null) {
            out.header(
                    HeaderNames.REPLY_TO,
                    PenstockDestination.own(message.getJMSReplyTo()).toString());
        }
        out.priority(message.getJMSPriority());
        if (message.getJMSExpiration() != 0) {
            out.expiresAt(Instant.ofEpochMilli(message.getJMSExpiration()));
        }
    }

    private static void properties(Map<String, Object> properties, io.penstock.Message.Builder out) {
        properties.forEach((name, value) -> {
            if (isSent(name)) {
                out.header(name, value == null ? "" : value.toString());
            }
        });
        String types = PropertyTypes.describe(properties);
        if (!types.isEmpty()) {
            out.header(HeaderNames.PROPERTY_TYPES, types);
        }
        // A group is what the log calls a key: it stays in one partition, in order.
        if (properties.get(MessageProperties.GROUP_ID) instanceof String group) {
            out.key(group);
        }
        if (properties.get(MessageProperties.ROUTING_KEY) instanceof String routingKey) {
            out.routingKey(routingKey);
        }
    }

    /**
     * Says whether a property travels: what the provider told about a received message does not when that message is
     * sent again.
     */
    private static boolean isSent(String property) {
        return !property.equals(MessageProperties.DELIVERY_COUNT) && !property.startsWith(Headers.RESERVED_PREFIX);
    }
}
